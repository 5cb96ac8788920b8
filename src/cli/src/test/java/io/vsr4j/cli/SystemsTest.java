package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.tensor.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The four systems from end to end, each with the tiny folder that {@code vsr init} makes. */
class SystemsTest {
    private static final int WIDTH = 37;
    private static final int HEIGHT = 23;
    private static final int FRAMES = 17;
    private static final Map<String, Decoded> WHOLE = new HashMap<>();

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"adcvsr", "ultravsr", "oasis", "litevsr"})
    void initMakesAFolderWhoseSumsAreRight(String model) throws Exception {
        Path weights = tiny(model);

        List<String> sums = Files.readAllLines(weights.resolve("SHA256SUMS"));

        for (String line : sums) {
            assertThat(Sha256.of(weights.resolve(line.substring(66)))).as(line).isEqualTo(line.substring(0, 64));
        }
        try (Stream<Path> files = Files.walk(weights).filter(Files::isRegularFile)) {
            assertThat(files).hasSize(sums.size() + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"adcvsr", "ultravsr", "oasis", "litevsr"})
    void chunksDoNotShow(String model) throws Exception {
        Decoded whole = whole(model);

        assertThat(List.of(whole.width(), whole.height())).containsExactly(4 * WIDTH, 4 * HEIGHT);
        assertThat(whole.hashes()).hasSize(FRAMES).doesNotHaveDuplicates();
        assertThat(chunked(model, 3)).isEqualTo(whole);
        assertThat(chunked(model, 7)).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adcvsr", "ultravsr", "oasis", "litevsr"})
    void chunksDoNotShowInTiles(String model) throws Exception {
        Decoded whole = chunked(model, 1_000_000, "--tile", "32");

        assertThat(whole.hashes()).hasSize(FRAMES).doesNotHaveDuplicates();
        assertThat(chunked(model, 7, "--tile", "32")).isEqualTo(whole);
        assertThat(whole).isNotEqualTo(whole(model));
    }

    @ParameterizedTest
    @ValueSource(strings = {"adcvsr", "ultravsr", "oasis", "litevsr"})
    void killedItGoesOnToTheSameFrames(String model) throws Exception {
        Path out = folder.resolve("out.mkv");
        String[] line = line(model, clip(), out, "--window", "9", "--overlap", "5", "--chunk-frames", "3", "--resume");
        try (AppRun run = AppRun.start(line)) {
            while (chunks(out) < 2) {
                assertThat(run.process().waitFor(5, TimeUnit.MILLISECONDS))
                        .as(run.err())
                        .isFalse();
            }
            run.process().destroyForcibly();
            assertThat(run.end().exit()).isEqualTo(128 + 9);
        }
        int kept = chunks(out);
        assertThat(out).doesNotExist();

        CommandRun resumed = CommandRun.of(
                Stream.concat(Stream.of(line), Stream.of("--json")).toArray(String[]::new));

        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(resumed.json().get("reused").getAsInt()).isEqualTo(Math.min(FRAMES, 3 * kept));
        assertThat(Decoded.of(out)).isEqualTo(whole(model));
    }

    @ParameterizedTest
    @ValueSource(strings = {"adcvsr", "ultravsr", "oasis", "litevsr"})
    void oneFrameIsAVideo(String model) throws Exception {
        Path clip = Y4m.write(folder.resolve("one.y4m"), 20, 12, 1);
        Path out = folder.resolve("out.mkv");

        upscale(model, clip, out);

        Decoded made = Decoded.of(out);
        assertThat(List.of(made.width(), made.height())).containsExactly(80, 48);
        assertThat(made.hashes()).hasSize(1);
    }

    /** A file that was cut off, one that is missing, and one of another model. */
    @ParameterizedTest
    @ValueSource(strings = {"adcvsr", "ultravsr", "oasis", "litevsr"})
    void damagedWeightsAreOneClearError(String model) throws Exception {
        Path damaged = folder.resolve("damaged");
        init(model, damaged);
        Path file = largest(damaged);
        try (RandomAccessFile tensors = new RandomAccessFile(file.toFile(), "rw")) {
            tensors.setLength(tensors.length() - 4);
        }
        refused(model, damaged, file.toString(), "damaged, or truncated");
        Files.delete(file);
        refused(model, damaged, file.getParent() + " holds no weights");
        String other = model.equals("oasis") ? "litevsr" : "oasis";
        refused(other, damaged, "the weights are of '" + model + "', not of '" + other + "'");
    }

    private void refused(String model, Path weights, String... words) throws IOException {
        Path out = folder.resolve("out.mkv");

        CommandRun run = CommandRun.of(
                "upscale", clip() + "", "-q", "-o", out + "", "--model", model, "--weights", weights + "");

        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("vsr: ").contains(words).hasLineCount(1);
        assertThat(folder)
                .isDirectoryNotContaining(f -> f.getFileName().toString().startsWith("out"));
    }

    private static Path largest(Path weights) throws IOException {
        try (Stream<Path> files = Files.walk(weights, 2)) {
            return files.filter(f -> f.toString().endsWith("model.safetensors"))
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow();
        }
    }

    /** {@return the clip in one chunk, made once} */
    private Decoded whole(String model) throws IOException {
        if (!WHOLE.containsKey(model)) {
            WHOLE.put(model, chunked(model, 1_000_000));
        }
        return WHOLE.get(model);
    }

    private Decoded chunked(String model, int chunk, String... more) throws IOException {
        Path out = Files.createTempDirectory(folder, "chunks").resolve("out.mkv");
        String[] grid = {"--window", "9", "--overlap", "5", "--chunk-frames", Integer.toString(chunk)};
        upscale(
                model,
                clip(),
                out,
                Stream.concat(Stream.of(grid), Stream.of(more)).toArray(String[]::new));
        return Decoded.of(out);
    }

    private static CommandRun upscale(String model, Path clip, Path out, String... more) throws IOException {
        CommandRun run = CommandRun.of(line(model, clip, out, more));
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    private static String[] line(String model, Path clip, Path out, String... more) throws IOException {
        List<String> line = List.of(
                "upscale",
                clip + "",
                "-o",
                out + "",
                "--codec",
                "ffv1",
                "--model",
                model,
                "--weights",
                tiny(model) + "");
        return Stream.concat(line.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private static Path clip() throws IOException {
        Path clip = shared.resolve("clip.y4m");
        return Files.exists(clip) ? clip : Y4m.write(clip, WIDTH, HEIGHT, FRAMES);
    }

    private static Path tiny(String model) throws IOException {
        Path weights = shared.resolve(model);
        if (!Files.exists(weights)) {
            init(model, weights);
        }
        return weights;
    }

    private static void init(String model, Path to) {
        CommandRun run = CommandRun.of("init", model, "--size", "tiny", "-o", to + "", "--seed", "3");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).startsWith(to + ": weights of " + model);
    }

    private static int chunks(Path out) throws IOException {
        Path work = out.resolveSibling(out.getFileName() + ".vsr-work");
        if (!Files.exists(work)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(work)) {
            return (int) files.filter(f -> f.getFileName().toString().startsWith("chunk-"))
                    .count();
        }
    }
}
