package io.vsr4j.models.ultravsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.FolderMaker;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.VsrModelContract;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.models.text.PromptEncoder;
import io.vsr4j.models.text.TextFolders;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UltraVsrModelTest extends VsrModelContract {
    @TempDir
    static Path folder;

    @BeforeAll
    static void make() throws IOException {
        ModelRegistry.folders("ultravsr").tiny(folder.resolve("tiny"), 1);
    }

    @Override
    protected VsrModel open() {
        return open("tiny", DType.F32);
    }

    private static VsrModel open(String name, DType dtype) {
        return ModelRegistry.open(
                "ultravsr", 4, new ModelOptions(Optional.of(folder.resolve(name)), Device.cpu(), dtype));
    }

    private static VsrModel open(String name, String prompt) {
        return ModelRegistry.open(
                "ultravsr",
                4,
                new ModelOptions(
                        Optional.of(folder.resolve(name)), Device.cpu(), DType.F32, false, Optional.of(prompt)));
    }

    private NDArray clip() {
        return TinyUltraVsr.wave(manager, 3, 3, 16, 16);
    }

    @Test
    void adaptsAsManyWeightsAsReported() {
        long unet = count(LoraTargets.unet(
                new UNet2DConditionModel(UNetConfig.sd21()).parameters().shapes()));
        long encoder = count(LoraTargets.encoder(
                new AutoencoderKl(AutoencoderConfig.sd21()).parameters().shapes()));

        assertThat(unet).isEqualTo(4_055_712);
        assertThat(unet + encoder).isEqualTo(4_425_068); // reported: 4.4 million
    }

    private static long count(Map<String, Shape> factors) {
        return factors.values().stream().mapToLong(Shape::size).sum();
    }

    @Test
    void aLongerWindowTakesMemoryForItsOwnFramesOnly() {
        ModelCard card = model.card();
        long frame = 3L * 4 * (640 * 360 + 2560 * 1440);
        assertThat(card.memory().bytes(120, 640, 360, 4) - card.memory().bytes(60, 640, 360, 4))
                .isEqualTo(60 * frame);
        assertThat(card.memory().bytes(2, 640, 360, 4))
                .isGreaterThan(card.memory().bytes(1, 640, 360, 4) + frame);
    }

    @Test
    void theShotsFactorDecides() {
        NDArray x = clip();
        float[] bad = model.restore(x, Placement.ORIGIN.withShot(List.of(0.4f))).toFloatArray();
        float[] good =
                model.restore(x, Placement.ORIGIN.withShot(List.of(0.9f))).toFloatArray();

        assertThat(good).isNotEqualTo(bad);
        assertThat(model.shotMeasure().orElseThrow().of(x).get(0)).isBetween(0f, 1f);
    }

    /** As far as eight bits go in a network that makes large numbers of random weights. */
    @Test
    void halfPrecisionIsClose() {
        Placement at = Placement.ORIGIN.withShot(List.of(0.9f));
        float[] exact = model.restore(clip(), at).toFloatArray();
        try (VsrModel half = open("tiny", DType.BF16)) {
            float[] rounded = half.restore(clip(), at).toFloatArray();
            double sum = 0;
            double size = 0;
            for (int i = 0; i < exact.length; i++) {
                sum += Math.abs(rounded[i] - exact[i]);
                size += Math.abs(exact[i]);
            }
            assertThat(sum / size).isPositive().isLessThan(0.3);
        }
    }

    /** A tiny folder serves as the base of another: what is fresh there changes nothing. */
    @Test
    void aFreshFolderRestoresAsItsBaseDoes() throws IOException {
        Path base = folder.resolve("tiny");
        ModelRegistry.folders("ultravsr").fresh(base, folder.resolve("fresh"), 2);
        Path plain = folder.resolve("plain");
        copyWithout(folder.resolve("fresh"), plain, "unet_lora", "vae_lora");
        Placement at = Placement.ORIGIN.withShot(List.of(0.7f));
        try (VsrModel fresh = open("fresh", DType.F32);
                VsrModel without = open("plain", DType.F32)) {
            float[] restored = fresh.restore(clip(), at).toFloatArray();
            assertThat(restored).containsExactly(without.restore(clip(), at).toFloatArray());
            assertThat(restored)
                    .as("what the tiny folder has learned at random")
                    .isNotEqualTo(model.restore(clip(), at).toFloatArray());
            assertThat(fresh.fingerprint()).isNotEqualTo(without.fingerprint()).isNotEqualTo(model.fingerprint());
            assertThat(fresh.shotMeasure().orElseThrow().of(clip()))
                    .isEqualTo(model.shotMeasure().orElseThrow().of(clip()));
        }
    }

    /** The switches of the paper's ablation, in a folder that has everything. */
    @Test
    void thePartsOfThePaperCanBeSwitchedOff() throws IOException {
        Placement at = Placement.ORIGIN.withShot(List.of(0.7f));
        float[] all = model.restore(clip(), at).toFloatArray();
        configured("baseline", "{'degradation_factor': 0, 'convolution_sites': [], 'attention_sites': []}");
        try (VsrModel baseline = open("baseline", DType.F32)) {
            assertThat(baseline.shotMeasure().orElseThrow().of(clip())).containsExactly(0f); // the timestep 999
            assertThat(baseline.fingerprint()).isNotEqualTo(model.fingerprint());
            NDArray clip = clip();
            float[] whole = baseline.restore(clip, at).toFloatArray();
            float[] alone = baseline.restore(clip.get("1:2"), at).toFloatArray();
            assertThat(Arrays.copyOfRange(whole, alone.length, 2 * alone.length))
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(alone);
            configured(
                    "convolutions",
                    "{'convolution_width': 6, 'convolution_sites': ['unet.mid_block', 'decoder.mid_block'],"
                            + " 'attention_sites': []}");
            try (VsrModel convolutions = open("convolutions", DType.F32)) {
                assertThat(convolutions.restore(clip(), at).toFloatArray())
                        .isNotEqualTo(all)
                        .isNotEqualTo(whole);
            }
        }
    }

    /** The tiny folder with another configuration of its temporal units. */
    private static void configured(String name, String rts) throws IOException {
        copyWithout(folder.resolve("tiny"), folder.resolve(name));
        Files.writeString(folder.resolve(name).resolve("rts/config.json"), rts.replace('\'', '"'));
    }

    @Test
    void withoutClipIqaTheFolderMustNameTheFactor() throws IOException {
        copyWithout(folder.resolve("tiny"), folder.resolve("unmeasured"), "clip_iqa", "clip_iqa_text");
        assertThatThrownBy(() -> open("unmeasured", DType.F32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("degradation_factor")
                .hasMessageContaining("lacks clip_iqa");
        ModelRegistry.folders("ultravsr").fresh(folder.resolve("unmeasured"), folder.resolve("constant"), 1);
        try (VsrModel constant = open("constant", DType.F32)) {
            assertThat(constant.shotMeasure().orElseThrow().of(clip())).containsExactly(0.5f);
        }
    }

    /** One step of Stable Diffusion from its own folder, at the timestep of 0.6, each frame by itself. */
    private float[] stableDiffusion(Path base, NDArray clip) throws IOException {
        try (AutoencoderKl vae = new AutoencoderKl(AutoencoderConfig.of(Config.read(base.resolve("vae/config.json"))));
                UNet2DConditionModel unet =
                        new UNet2DConditionModel(UNetConfig.of(Config.read(base.resolve("unet/config.json"))));
                PromptEncoder encoder = PromptEncoder.open(base, Device.cpu(), DType.F32);
                Autograd off = Autograd.off()) {
            load(vae, base.resolve("vae"));
            load(unet, base.resolve("unet"));
            NDArray z = vae.encode(Torch.bicubic(clip, 64, 64, false).mul(2).sub(1));
            NDArray estimate = unet.forward(z, manager.create(441L), encoder.encode(manager, ""));
            NDArray clean = z.sub(estimate.mul(0.8)).div(0.6);
            return vae.decode(clean).add(1).div(2).toFloatArray();
        }
    }

    private static void load(Network network, Path folder) throws IOException {
        try (Weights weights = Weights.open(folder)) {
            network.load(weights, Device.cpu(), DType.F32);
        }
    }

    /** A folder as Stable Diffusion has it: no prompt, but what reads one. */
    @Test
    void aFreshFolderKeepsTheEmptyPromptAndCanReadOthers() throws IOException {
        Path base = folder.resolve("base");
        copyWithout(folder.resolve("tiny"), base, "prompt.safetensors", "rts", "unet_lora", "vae_lora");
        FolderMaker maker = ModelRegistry.folders("ultravsr");
        assertThatThrownBy(() -> maker.fresh(base, folder.resolve("silent"), 3))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("base has no text_encoder and tokenizer")
                .hasMessageContaining("copy these folders of Stable Diffusion 2.1 there");
        assertThat(folder.resolve("silent")).doesNotExist();
        TextFolders.stableDiffusion(base);
        maker.fresh(base, folder.resolve("told"), 3);
        Placement at = Placement.ORIGIN.withShot(List.of(0.6f));
        try (VsrModel kept = open("told", DType.F32);
                VsrModel empty = open("told", "");
                VsrModel street = open("told", "a street at night");
                VsrModel again = open("told", "a street at night")) {
            float[] restored = kept.restore(clip(), at).toFloatArray();
            float[] told = street.restore(clip(), at).toFloatArray();
            assertThat(restored).usingComparatorWithPrecision(1e-5f).containsExactly(stableDiffusion(base, clip()));
            assertThat(empty.restore(clip(), at).toFloatArray()).containsExactly(restored);
            assertThat(told).isNotEqualTo(restored);
            assertThat(street.fingerprint())
                    .isNotEqualTo(kept.fingerprint())
                    .isNotEqualTo(empty.fingerprint())
                    .isEqualTo(again.fingerprint());
            assertThat(again.restore(clip(), at).toFloatArray()).containsExactly(told);
        }
    }

    @Test
    void refusesPromptsThatItCannotRead() throws IOException {
        assertThatThrownBy(() -> open("tiny", "a street at night"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("tiny has no text_encoder and tokenizer")
                .hasMessageContaining("leave out --prompt");
        copyWithout(folder.resolve("tiny"), folder.resolve("reader"));
        TextFolders.stableDiffusion(folder.resolve("reader"));
        assertThatThrownBy(() -> open("reader", "night ".repeat(100)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shorten it");
        ModelOptions told = new ModelOptions(Optional.empty(), Device.cpu(), DType.F32, false, Optional.of("night"));
        assertThatThrownBy(() -> ModelRegistry.open("bicubic", 4, told))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes no prompt");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThatThrownBy(() -> ModelRegistry.open("ultravsr", 4, ModelOptions.DEFAULT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("--weights");
        copyWithout(folder.resolve("tiny"), folder.resolve("incomplete"), "vae");
        assertThatThrownBy(() -> open("incomplete", DType.F32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'vae'");
        assertThatThrownBy(() ->
                        ModelRegistry.folders("ultravsr").fresh(folder.resolve("nowhere"), folder.resolve("out"), 1))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("Stable Diffusion 2.1");
    }

    private static void copyWithout(Path from, Path to, String... components) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path relative = from.relativize(file);
                if (Stream.of(components).noneMatch(c -> relative.startsWith(c))) {
                    Path copy = to.resolve(relative.toString());
                    Files.createDirectories(copy.getParent());
                    if (Files.isRegularFile(file)) {
                        Files.copy(file, copy);
                    }
                }
            }
        }
    }
}
