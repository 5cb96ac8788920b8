package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vsr4j.media.ColourTags;
import io.vsr4j.media.MediaInfo;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import io.vsr4j.media.PixelFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpscaleJobTest {
    private static final int FRAMES = 30;

    @TempDir
    Path folder;

    private Path in;
    private Path out;

    @BeforeEach
    void makeInput() throws IOException {
        Random random = new Random(1);
        int[] texture = random.ints(64 * 64, 40, 200).toArray();
        in = Clip.write(
                folder.resolve("in.mkv"),
                PixelFormat.YUV420P,
                new ColourTags(1, 1, 1, 1, 1),
                48,
                32,
                FRAMES,
                (f, p, x, y) -> texture[(y + p * 7) % 64 * 64 + (x + f) % 64]);
        out = folder.resolve("out.mkv");
    }

    private UpscaleReport run(Consumer<Settings> change, boolean resume) throws IOException {
        return Jobs.run(in, out, change, resume);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void leavesTheOutputAndNothingElse() throws Exception {
        UpscaleReport report = run(s -> {}, false);
        assertThat(report.frames()).isEqualTo(FRAMES);
        assertThat(report.width()).isEqualTo(96);
        assertThat(report.height()).isEqualTo(64);
        assertThat(names()).containsExactly("in.mkv", "out.mkv");
        MediaInfo made = MediaProbe.probe(out, MediaLimits.DEFAULT);
        MediaInfo source = MediaProbe.probe(in, MediaLimits.DEFAULT);
        assertThat(made.video().frames().pts())
                .isEqualTo(source.video().frames().pts());
    }

    @Test
    void chunksMakeNoDifferenceToTheFrames() throws Exception {
        for (String model : List.of("bicubic", "anime4k")) {
            List<Long> whole = null;
            for (int chunk : new int[] {1_000_000, 16, 7, 1}) {
                run(
                        s -> {
                            s.model = model;
                            s.chunkFrames = chunk;
                            s.overwrite = true;
                        },
                        false);
                List<Long> hashes = Clip.hashes(out);
                assertThat(hashes).hasSize(FRAMES);
                whole = whole == null ? hashes : whole;
                assertThat(hashes).as("%s in chunks of %d", model, chunk).isEqualTo(whole);
            }
        }
    }

    @Test
    void windowsThatOverlapMakeNoDifferenceBetweenChunkSizesEither() throws Exception {
        List<Long> whole = null;
        for (int chunk : new int[] {1_000_000, 7}) {
            run(
                    s -> {
                        s.window = 8;
                        s.overlap = 3;
                        s.tile = 32;
                        s.chunkFrames = chunk;
                        s.overwrite = true;
                    },
                    false);
            whole = whole == null ? Clip.hashes(out) : whole;
            assertThat(Clip.hashes(out)).isEqualTo(whole);
        }
    }

    @Test
    void anExistingOutputNeedsOverwrite() throws Exception {
        Files.writeString(out, "precious");
        assertThatThrownBy(() -> run(s -> {}, false))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("--overwrite");
        assertThatThrownBy(() -> run(s -> {}, true)).isInstanceOf(InvalidRequestException.class);
        assertThat(out).hasContent("precious");
        run(s -> s.overwrite = true, false);
        assertThat(Clip.hashes(out)).hasSize(FRAMES);
        assertThat(names()).containsExactly("in.mkv", "out.mkv");
    }

    @Test
    void theInputIsNeverTheOutput() throws Exception {
        byte[] before = Files.readAllBytes(in);
        Path symbolic = Files.createSymbolicLink(folder.resolve("symbolic.mkv"), in);
        Path hard = Files.createLink(folder.resolve("hard.mkv"), in);
        for (Path same : List.of(in, folder.resolve("../" + folder.getFileName() + "/in.mkv"), symbolic, hard)) {
            out = same;
            assertThatThrownBy(() -> run(s -> s.overwrite = true, false))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("is the input");
        }
        assertThat(Files.readAllBytes(in)).isEqualTo(before);
    }

    @Test
    void refusedInputLeavesNothing() throws Exception {
        Files.writeString(in, "this is no video");
        assertThatThrownBy(() -> run(s -> {}, false)).hasMessageContaining("in.mkv");
        assertThat(names()).containsExactly("in.mkv");
        out = folder.resolve("nowhere/out.mkv");
        assertThatThrownBy(() -> run(s -> {}, false))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void aPartHoldsTheSameFramesAsTheWhole() throws Exception {
        run(s -> {}, false);
        List<Long> whole = Clip.hashes(out);
        UpscaleReport report = run(
                s -> {
                    s.from = 200_000L;
                    s.to = 600_000L;
                    s.overwrite = true;
                },
                false);
        assertThat(report.frames()).isEqualTo(10);
        assertThat(Clip.hashes(out)).isEqualTo(whole.subList(5, 15));
        assertThat(MediaProbe.probe(out, MediaLimits.DEFAULT).video().frames().pts()[0])
                .isZero();
        assertThatThrownBy(() -> run(
                        s -> {
                            s.from = 90_000_000L;
                            s.overwrite = true;
                        },
                        false))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("1.200 s");
    }

    @Test
    void aHeightIsReachedByResampling() throws Exception {
        UpscaleReport report = run(s -> s.height = 50, false);
        assertThat(report.height()).isEqualTo(50);
        assertThat(report.width()).isEqualTo(76);
        assertThat(report.notes()).anyMatch(n -> n.contains("resampled to 76x50"));
    }

    @Test
    void tilesMakeNoDifferenceBetweenChunkSizesAndHardlyAnyToThePicture() throws Exception {
        makeLargerInput();
        Consumer<Settings> compact = s -> {
            s.model = "anime4k";
            s.overwrite = true;
        };
        assertThat(run(compact, false).notes()).noneMatch(n -> n.contains("tiles"));
        Path whole = Files.move(out, folder.resolve("whole.mkv"));
        List<Long> tiled = null;
        for (int chunk : new int[] {1_000_000, 3}) {
            UpscaleReport report = run(
                    compact.andThen(s -> {
                        s.memory = MEMORY_FOR_TILES;
                        s.chunkFrames = chunk;
                    }),
                    false);
            assertThat(report.notes()).anyMatch(n -> n.contains("in tiles of"));
            tiled = tiled == null ? Clip.hashes(out) : tiled;
            assertThat(Clip.hashes(out)).isEqualTo(tiled);
        }
        assertThat(Arrays.stream(Psnr.ofFrames(whole, out))).allMatch(psnr -> psnr > 50);
    }

    /** Gigabytes that {@link #makeLargerInput} fits into in tiles only. */
    private static final double MEMORY_FOR_TILES = 0.0155;

    private void makeLargerInput() throws IOException {
        Clip.write(
                in,
                PixelFormat.YUV420P,
                new ColourTags(1, 1, 1, 1, 1),
                150,
                98,
                7,
                (f, p, x, y) -> 60 + (x / 5 + y / 3 + f) % 7 * 20);
    }

    @Test
    void scalesThatTheModelLacksAreLeftToAPlainResample() throws Exception {
        for (int scale : new int[] {1, 3, 8}) {
            UpscaleReport report = run(
                    s -> {
                        s.model = "anime4k";
                        s.scale = scale;
                        s.to = 80_000L;
                        s.overwrite = true;
                    },
                    false);
            assertThat(report.width()).isEqualTo(48 * scale);
            assertThat(report.height()).isEqualTo(32 * scale);
            assertThat(report.scale()).as("of the network").isEqualTo(scale == 1 ? 2 : 4);
            assertThat(report.notes()).anyMatch(note -> note.contains("plain bicubic filter"));
        }
        for (int scale : new int[] {0, 9}) {
            assertThatThrownBy(() -> run(
                            s -> {
                                s.scale = scale;
                                s.overwrite = true;
                            },
                            false))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("--scale must be in 1..8, got " + scale);
        }
    }

    @Test
    void memoryThatIsTooSmallForTilesIsRefused() throws Exception {
        assertThatThrownBy(() -> run(s -> s.memory = 0.000001, false))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("--memory")
                .hasMessageMatching(".* needs \\d+ MB .*");
        assertThatThrownBy(() -> run(s -> s.memory = -1.0, false)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void joinsOfLossyChunksShowNoStep() throws Exception {
        in = Clip.SAMPLE;
        run(s -> s.to = 1_000_000L, false);
        Path reference = Files.move(out, folder.resolve("reference.mkv"));
        run(
                s -> {
                    s.to = 1_000_000L;
                    s.codec = "h264";
                    s.chunkFrames = 8;
                },
                false);
        double[] psnr = Psnr.ofFrames(reference, out);
        assertThat(psnr).hasSize(24);
        for (int join = 8; join < 24; join += 8) {
            double around = (psnr[join - 2] + psnr[join + 1]) / 2;
            assertThat(psnr[join - 1]).isCloseTo(around, within(1.0));
            assertThat(psnr[join]).isCloseTo(around, within(1.0));
        }
    }
}
