package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.media.ColourTags;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.PixelFormat.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A chart of flat patches, from file to file through {@code bicubic}: every patch keeps its code values. */
class ColourChartTest {
    private static final int PATCH = 16;
    private static final int COLUMNS = 6;
    private static final int ROWS = 4;

    @TempDir
    Path folder;

    record Case(PixelFormat format, ColourTags tags) {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int matrix : new int[] {1, 6, 9}) {
            for (int range = 1; range <= 2; range++) {
                for (int depth : new int[] {8, 10}) {
                    int[] shift = new int[][] {{1, 1}, {1, 0}, {0, 0}}[cases.size() % 3];
                    cases.add(new Case(
                            new PixelFormat(Model.YUV, depth, shift[0], shift[1]),
                            new ColourTags(matrix, matrix, matrix == 9 ? 14 : matrix, range, 1)));
                }
            }
        }
        cases.add(new Case(new PixelFormat(Model.RGB, 8, 0, 0), new ColourTags(0, 1, 13, 2, 0)));
        cases.add(new Case(new PixelFormat(Model.GRAY, 10, 0, 0), new ColourTags(1, 1, 1, 1, 0)));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void patchesKeepTheirColours(Case c) throws Exception {
        PixelFormat format = c.format();
        int[][] codes = patches(c);
        Path in = Clip.write(
                folder.resolve("chart.mkv"),
                format,
                c.tags(),
                COLUMNS * PATCH,
                ROWS * PATCH,
                2,
                (f, p, x, y) -> codes[patch(format, p, x, y, 1)][p]);
        Path out = folder.resolve("large.mkv");
        UpscaleSettings.Network bicubic = new UpscaleSettings.Network(
                "bicubic",
                Optional.empty(),
                OptionalInt.of(2),
                "cpu",
                "f32",
                OptionalInt.empty(),
                OptionalDouble.empty(),
                false,
                0,
                Optional.empty());
        UpscaleSettings.Output ffv1 = new UpscaleSettings.Output(
                OptionalInt.empty(),
                Optional.of("ffv1"),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                false);
        new UpscaleJob(
                        in,
                        out,
                        new UpscaleSettings(bicubic, UpscaleSettings.Grid.DEFAULTS, ffv1, UpscaleSettings.Part.WHOLE),
                        false,
                        JobListener.NONE)
                .run();
        try (FrameReader frames = FrameReader.open(out, MediaLimits.DEFAULT)) {
            assertThat(frames.video().format()).isEqualTo(format);
            assertThat(frames.video().colour().matrix()).isEqualTo(c.tags().matrix());
            assertThat(frames.video().colour().range()).isEqualTo(c.tags().range());
            assertThat(frames.video().colour().primaries()).isEqualTo(c.tags().primaries());
            assertThat(frames.video().colour().transfer()).isEqualTo(c.tags().transfer());
            Picture picture = frames.video().newPicture();
            for (int f = 0; f < 2; f++) {
                frames.read(picture);
                compare(picture, codes);
            }
        }
    }

    /** The middle of each patch, beyond the reach of its neighbours. */
    private static void compare(Picture picture, int[][] codes) {
        PixelFormat format = picture.format();
        for (int p = 0; p < format.planes(); p++) {
            int w = format.planeWidth(p, picture.width());
            int sizeX = 2 * PATCH >> (p == 0 ? 0 : format.chromaShiftX());
            int sizeY = 2 * PATCH >> (p == 0 ? 0 : format.chromaShiftY());
            for (int row = 0; row < ROWS; row++) {
                for (int column = 0; column < COLUMNS; column++) {
                    int at = picture.planeOffset(p)
                            + ((row * sizeY + sizeY / 2) * w + column * sizeX + sizeX / 2) * format.bytesPerSample();
                    int got = format.bytesPerSample() == 1
                            ? picture.data().get(at) & 0xff
                            : picture.data().getShort(at) & 0xffff;
                    int wanted = codes[row * COLUMNS + column][p];
                    assertThat(Math.abs(got - wanted))
                            .as("plane %d of patch %d,%d: %d for %d", p, column, row, got, wanted)
                            .isLessThanOrEqualTo(1);
                }
            }
        }
    }

    private static int patch(PixelFormat format, int plane, int x, int y, int scale) {
        int sizeX = scale * PATCH >> (plane == 0 ? 0 : format.chromaShiftX());
        int sizeY = scale * PATCH >> (plane == 0 ? 0 : format.chromaShiftY());
        return y / sizeY * COLUMNS + x / sizeX;
    }

    /** Black, white, the primaries and random colours, all within the legal range. */
    private static int[][] patches(Case c) {
        int depth = c.format().depth();
        boolean full = c.tags().fullRange();
        double least = full ? 0 : 16 << (depth - 8);
        double most = full ? (1 << depth) - 1 : 235 << (depth - 8);
        Random random = new Random(11);
        int[][] codes = new int[COLUMNS * ROWS][3];
        for (int i = 0; i < codes.length; i++) {
            for (int p = 0; p < 3; p++) {
                double value = i < 8 ? (i >> p) & 1 : random.nextDouble();
                codes[i][p] = (int) Math.round(least + value * (most - least));
            }
        }
        return codes;
    }
}
