package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.tensor.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code vsr init}, {@code vsr convert} and {@code vsr models} on the folders that they make. */
class WeightsCommandsTest {
    private static final Path FIXTURES = Path.of("../models/src/test/resources/fixtures");
    private static final Path NET = FIXTURES.resolve("adcsr_a.net_params.pkl");
    private static final Path DECODER = FIXTURES.resolve("adcsr_a.halfDecoder.ckpt");

    @TempDir
    Path folder;

    private static CommandRun run(Object... line) {
        return CommandRun.of(Stream.of(line).map(Object::toString).toArray(String[]::new));
    }

    /** The configuration that the fixtures' list has for a file. */
    private Path config(String file) throws Exception {
        JsonObject manifest = JsonParser.parseString(Files.readString(FIXTURES.resolve("manifest.json")))
                .getAsJsonObject();
        for (var entry : manifest.getAsJsonArray("files")) {
            if (entry.getAsJsonObject().get("file").getAsString().equals(file)) {
                return Files.writeString(
                        folder.resolve("config.json"),
                        entry.getAsJsonObject().get("config").toString());
            }
        }
        throw new IllegalArgumentException(file);
    }

    @Test
    void aTinyFolderUpscalesAndChunksDoNotShow() throws Exception {
        Path clip = Y4m.write(folder.resolve("clip.y4m"), 40, 24, 20);
        Path tiny = folder.resolve("tiny");

        CommandRun init = run("init", "adcvsr", "--size", "tiny", "-o", tiny, "--seed", 5);

        assertThat(init.exit()).as(init.err()).isZero();
        assertThat(init.out()).startsWith(tiny + ": weights of adcvsr\n  generator ");
        for (String line : Files.readAllLines(tiny.resolve("SHA256SUMS"))) {
            assertThat(Sha256.of(tiny.resolve(line.substring(66)))).isEqualTo(line.substring(0, 64));
        }
        Decoded whole = upscaled(clip, tiny, 1000);
        assertThat(whole.hashes()).hasSize(20).doesNotHaveDuplicates();
        assertThat(whole.width()).isEqualTo(160);
        assertThat(upscaled(clip, tiny, 7).hashes()).isEqualTo(whole.hashes());
    }

    private Decoded upscaled(Path clip, Path weights, int chunk) throws Exception {
        Path made = folder.resolve("chunks-" + chunk + ".mkv");
        CommandRun run = run(
                "upscale",
                clip,
                "-o",
                made,
                "--codec",
                "ffv1",
                "--model",
                "adcvsr",
                "--weights",
                weights,
                "--window",
                9,
                "--overlap",
                3,
                "--chunk-frames",
                chunk);
        assertThat(run.exit()).as(run.err()).isZero();
        return Decoded.of(made);
    }

    @Test
    void aPromptNeedsATextEncoderInTheFolder() throws Exception {
        Path clip = Y4m.write(folder.resolve("clip.y4m"), 16, 16, 2);
        Path tiny = folder.resolve("tiny");
        assertThat(run("init", "ultravsr", "--size", "tiny", "-o", tiny).exit()).isZero();

        CommandRun told = run("upscale", clip, "--model", "ultravsr", "--weights", tiny, "--prompt", "meadow");
        CommandRun untold = run("upscale", clip, "--model", "ultravsr", "--weights", tiny);

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.err()).contains("tiny has no text_encoder and tokenizer", "or leave out --prompt");
        assertThat(untold.exit()).as(untold.err()).isZero();
    }

    @Test
    void adcSrsFilesBecomeAFolderThatUpscales() throws Exception {
        Path out = folder.resolve("adcsr");

        CommandRun run = run(
                "convert",
                "adcsr",
                NET,
                DECODER,
                "-o",
                out,
                "--config",
                config("adcsr_a.weights.safetensors"),
                "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.json().get("model").getAsString()).isEqualTo("adcvsr");
        assertThat(run("models", "--weights", out, "--json").out()).isEqualTo(run.out());
        Path clip = Y4m.write(folder.resolve("clip.y4m"), 16, 16, 2);
        assertThat(run("upscale", clip, "--model", "adcvsr", "--weights", out).exit())
                .isZero();
        assertThat(run("upscale", clip, "--model", "anime4k", "--weights", out).err())
                .contains("needs no weights but its own");
    }

    @Test
    void aCheckpointOfAnotherSizeComesWithItsConfiguration() throws Exception {
        Path file = FIXTURES.resolve("sd_vae_a.weights.safetensors");
        Path out = folder.resolve("vae");

        CommandRun unknown = run("convert", "sd-vae", file, "-o", out);
        CommandRun known = run("convert", "sd-vae", file, "-o", out, "--config", config(file.getFileName() + ""));

        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("published sd21-vae", "--config").hasLineCount(1);
        assertThat(known.exit()).as(known.err()).isZero();
        assertThat(known.out()).contains("weights of stable-diffusion\n  vae ");
        assertThat(out.resolve("vae/config.json")).exists();
    }

    @Test
    void oasissProjectorIsFittedToClips() throws Exception {
        Path tiny = folder.resolve("base");
        Path clip = Y4m.write(folder.resolve("clip.y4m"), 40, 24, 6);
        assertThat(run("init", "oasis", "--size", "tiny", "-o", tiny).exit()).isZero();

        CommandRun init = run("init", "oasis", "--base", tiny, "--clips", clip, clip, "-o", folder.resolve("fitted"));

        assertThat(init.exit()).as(init.err()).isZero();
        assertThat(init.err()).contains("encoded clip 2 of 2", "projector: root mean squared error");
        assertThat(init.out()).contains("weights of oasis\n  projector ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            init                                     | Missing required
            init adcvsr                              | Missing required option: '--output=DIR'
            init adcvsr -o OUT                       | with --base, or make a tiny one with --size tiny; one is needed
            init adcvsr -o OUT --size huge           | --size must be tiny, got 'huge'
            init adcvsr -o OUT --size tiny --base X  | these exclude each other
            init adcvsr -o OUT --base nowhere        | --base nowhere: there is no such folder
            init adcvsr -o OUT --base src            | src has no unet/: the base must be a folder of Stable Diffusion 2.1
            init adcvsr -o src --size tiny           | src exists already; choose another -o, or remove it
            init adcvsr -o OUT --base src --clips pom.xml | nothing to compute from clips; leave --clips out
            init oasis -o OUT --size tiny --clips pom.xml | --clips goes with --base
            init adcvsr -o OUT --size tiny --config none.json | --config none.json: there is no such file
            init litevsr -o OUT --size tiny --config pom.xml  | pom.xml
            init anime4k -o OUT --size tiny          | model 'anime4k' needs no weights folder
            init adcvrs -o OUT --size tiny           | no model 'adcvrs'; did you mean 'adcvsr'?
            convert adcsr NET -o OUT                 | takes 2 files, net_params_200.pkl and halfDecoder.ckpt; got 1
            convert adcsr NET none.ckpt -o OUT       | none.ckpt: there is no such file or folder
            convert adcsr DECODER NET -o OUT         | is not AdcSR's net_params_200.pkl: it has no tensors 'body.1.
            convert adcsr NET DECODER -o OUT         | has shape (9, 12, 3, 3), expected (240, 12, 3, 3)
            convert adcsr pom.xml DECODER -o OUT     | pom.xml
            convert wan21-vae NET -o OUT             | has not the tensors of a published wan21-vae
            convert wan pom.xml -o OUT               | pom.xml lacks config.json of Wan's release
            convert wan src src -o OUT               | takes 1 file, the folder of the release; got 2
            convert diffusers src -o OUT             | src has neither unet/ nor transformer/
            convert diffusers src -o OUT --config pom.xml | leave out --config
            convert osediff NET -o OUT               | takes 2 files, osediff.pkl and the folder of Stable Diffusion 2.1
            convert pisa-sr NET src -o OUT           | src lacks unet/config.json of Stable Diffusion 2.1
            init ultravsr -o OUT --base src          | src/unet/config.json is missing
            init oasis -o OUT --base src             | src/transformer/config.json is missing
            init litevsr -o OUT --base src           | src/transformer/config.json is missing
            convert pickles NET -o OUT               | no format 'pickles'; there are: adcsr, wan, diffusers, osediff, pisa-sr
            convert adcsr NET DECODER -o OUT --config none.json | none.json: there is no such file or folder
            models --weights src                     | src is no weights folder: it has no model_index.json
            """)
    void whatCannotBeUsedIsOneLineAndLeavesNothing(String line, String message) {
        String[] arguments = Arrays.stream(line.split(" "))
                .map(word -> switch (word) {
                    case "OUT" -> folder.resolve("out").toString();
                    case "NET" -> NET.toString();
                    case "DECODER" -> DECODER.toString();
                    default -> word;
                })
                .toArray(String[]::new);

        CommandRun run = CommandRun.of(arguments);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).startsWith("vsr: ").contains(message).hasLineCount(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void modelsNamesThePartsOfAFolderAndWhichAreMissing() throws Exception {
        Path tiny = folder.resolve("tiny");
        run("init", "ultravsr", "--size", "tiny", "-o", tiny);
        JsonObject all = run("models", "--weights", tiny, "--json").json();
        assertThat(all.getAsJsonArray("parts"))
                .hasSize(8)
                .allMatch(part -> part.getAsJsonObject().get("present").getAsBoolean());

        Files.delete(tiny.resolve("prompt.safetensors"));
        for (String lora : new String[] {"config.json", "diffusion_pytorch_model.safetensors", ""}) {
            Files.delete(tiny.resolve("vae_lora").resolve(lora));
        }
        CommandRun run = run("models", "--weights", tiny);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("  MISSING prompt.safetensors: the empty prompt; made with the text encoder of the base")
                .contains("  left out vae_lora: low-rank changes of the autoencoder's encoder; not published")
                .doesNotContain("MISSING rts");
        JsonObject models = run("models", "--json").json();
        models.getAsJsonArray("models").forEach(model -> {
            boolean none = model.getAsJsonObject().getAsJsonArray("parts").isEmpty();
            // Of the models that bring their weights one can be trained anew, and has parts as well.
            switch (model.getAsJsonObject().get("weights").getAsString()) {
                case "folder" -> assertThat(none).as(model.toString()).isFalse();
                case "none" -> assertThat(none).as(model.toString()).isTrue();
                default ->
                    assertThat(none)
                            .isEqualTo(!model.getAsJsonObject()
                                    .get("id")
                                    .getAsString()
                                    .equals("compact"));
            }
        });
    }

    @Test
    void modelsSaysThatNoWeightsArePublishedAndWhatThereIs() {
        CommandRun run = run("models");

        assertThat(run.out())
                .contains("AdcVSR's weights are not published", "vsr init adcvsr", "vsr convert adcsr", "halfDecoder")
                .contains("UltraVSR's authors have published no weights", "vsr init ultravsr --base SD21")
                .contains("LiteVSR's weights are not published", "vsr init litevsr --base WAN", "docs/settings.md");
    }
}
