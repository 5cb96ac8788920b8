package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.ColourTags;
import io.vsr4j.media.HdrMetadata;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.PixelFormat.Model;
import io.vsr4j.media.Rational;
import io.vsr4j.tensor.TorchEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PixelConverterTest {
    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    record Case(PixelFormat format, ColourTags tags) {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        int[][] shifts = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {2, 0}, {2, 2}};
        for (int matrix : new int[] {1, 4, 5, 6, 7, 9}) {
            for (int range = 1; range <= 2; range++) {
                for (int depth : new int[] {8, 10, 12, 16}) {
                    int[] shift = shifts[cases.size() % shifts.length];
                    cases.add(new Case(
                            new PixelFormat(Model.YUV, depth, shift[0], shift[1]),
                            new ColourTags(matrix, 2, 2, range, cases.size() % 7)));
                }
            }
        }
        for (int range = 1; range <= 2; range++) {
            for (int depth : new int[] {8, 10, 16}) {
                cases.add(new Case(new PixelFormat(Model.RGB, depth, 0, 0), new ColourTags(0, 2, 2, range, 0)));
                cases.add(new Case(new PixelFormat(Model.GRAY, depth, 0, 0), new ColourTags(1, 2, 2, range, 0)));
            }
        }
        return cases;
    }

    /** One colour over the whole picture, against H.273 written out in double precision. */
    @ParameterizedTest
    @MethodSource("cases")
    void readsColoursAsTheStandardDefinesThem(Case c) {
        Random random = new Random(5);
        for (int round = 0; round < 8; round++) {
            int most = (1 << c.format().depth()) - 1;
            int[] code = {random.nextInt(most + 1), random.nextInt(most + 1), random.nextInt(most + 1)};
            Picture picture = flat(c.format(), 9, 7, code);
            float[] rgb = converter(c, 9, 7).read(manager, picture).toFloatArray();
            double[] expected = expected(c, code);
            for (int channel = 0; channel < 3; channel++) {
                for (int i = 0; i < 63; i++) {
                    assertThat((double) rgb[channel * 63 + i]).isCloseTo(expected[channel], within(2e-6));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void flatColoursComeBackAsTheyWentIn(Case c) {
        Random random = new Random(6);
        for (int round = 0; round < 8; round++) {
            int most = (1 << c.format().depth()) - 1;
            int[] code = {random.nextInt(most + 1), random.nextInt(most + 1), random.nextInt(most + 1)};
            Picture picture = flat(c.format(), 11, 5, code);
            Picture back = new Picture(c.format(), 11, 5);
            PixelConverter converter = converter(c, 11, 5);
            converter.write(converter.read(manager, picture), back);
            assertThat(samples(back)).isEqualTo(samples(picture));
        }
    }

    /** A chroma ramp is linear, so linear filters must place it exactly, whatever the siting; only the edges may differ. */
    @Test
    void placesChromaWhereTheStreamSaysItIs() {
        double[][] offset = {{0, 0.5}, {0, 0.5}, {0.5, 0.5}, {0, 0}, {0.5, 0}, {0, 1}, {0.5, 1}};
        for (int location = 1; location <= 6; location++) {
            Case c = new Case(PixelFormat.YUV420P, new ColourTags(1, 2, 2, 2, location));
            Picture picture = new Picture(c.format(), 16, 16);
            for (int i = 0; i < 256; i++) {
                picture.data().put(i, (byte) 128);
            }
            for (int y = 0; y < 8; y++) {
                for (int x = 0; x < 8; x++) {
                    picture.data().put(256 + y * 8 + x, (byte) (60 + 4 * x + 8 * y));
                    picture.data().put(320 + y * 8 + x, (byte) 128);
                }
            }
            float[] rgb = converter(c, 16, 16).read(manager, picture).toFloatArray();
            for (int y = 2; y < 14; y++) {
                for (int x = 2; x < 14; x++) {
                    double cb = 60 + 4 * (x - offset[location][0]) / 2 + 8 * (y - offset[location][1]) / 2 - 128;
                    double blue = 128 / 255.0 + 2 * (1 - 0.0722) * cb / 255;
                    assertThat((double) rgb[512 + y * 16 + x])
                            .as("location %d", location)
                            .isCloseTo(blue, within(1e-5));
                }
            }
            Picture back = new Picture(c.format(), 16, 16);
            converter(c, 16, 16).write(manager.create(rgb, new ai.djl.ndarray.types.Shape(1, 3, 16, 16)), back);
            for (int y = 2; y < 6; y++) {
                for (int x = 2; x < 6; x++) {
                    assertThat(back.data().get(256 + y * 8 + x))
                            .isEqualTo(picture.data().get(256 + y * 8 + x));
                }
            }
        }
    }

    @Test
    void clampsToWhatTheDepthHolds() {
        Case c = new Case(new PixelFormat(Model.RGB, 10, 0, 0), new ColourTags(0, 2, 2, 2, 0));
        NDArray rgb = manager.create(new float[] {-1, 2, 0.5f}, new ai.djl.ndarray.types.Shape(1, 3, 1, 1));
        Picture picture = new Picture(c.format(), 1, 1);
        converter(c, 1, 1).write(rgb, picture);
        assertThat(samples(picture)).containsExactly(1023, 512, 0);
    }

    private PixelConverter converter(Case c, int width, int height) {
        return PixelConverter.of(
                new OutputVideo(
                        width,
                        height,
                        c.format(),
                        c.tags(),
                        new Rational(1, 1),
                        0,
                        new Rational(1, 25),
                        new Rational(25, 1),
                        HdrMetadata.NONE),
                manager);
    }

    private static double[] expected(Case c, int[] code) {
        double scale = 1 << (c.format().depth() - 8);
        double most = (1 << c.format().depth()) - 1;
        boolean full = c.tags().fullRange();
        double black = full ? 0 : 16 * scale;
        double white = full ? most : 235 * scale;
        if (c.format().model() == Model.GRAY) {
            double y = (code[0] - black) / (white - black);
            return new double[] {y, y, y};
        }
        if (c.format().model() == Model.RGB) {
            return new double[] {
                (code[2] - black) / (white - black),
                (code[0] - black) / (white - black),
                (code[1] - black) / (white - black)
            };
        }
        double[] k =
                switch (c.tags().matrix()) {
                    case 1 -> new double[] {0.2126, 0.0722};
                    case 4 -> new double[] {0.30, 0.11};
                    case 5, 6 -> new double[] {0.299, 0.114};
                    case 7 -> new double[] {0.212, 0.087};
                    default -> new double[] {0.2627, 0.0593};
                };
        double y = (code[0] - black) / (white - black);
        double swing = full ? most : 224 * scale;
        double pb = (code[1] - 128 * scale) / swing;
        double pr = (code[2] - 128 * scale) / swing;
        double r = y + 2 * (1 - k[0]) * pr;
        double b = y + 2 * (1 - k[1]) * pb;
        return new double[] {r, (y - k[0] * r - k[1] * b) / (1 - k[0] - k[1]), b};
    }

    private static Picture flat(PixelFormat format, int width, int height, int[] code) {
        Picture picture = new Picture(format, width, height);
        int at = 0;
        for (int p = 0; p < format.planes(); p++) {
            for (int i = 0; i < format.planeWidth(p, width) * format.planeHeight(p, height); i++) {
                if (format.bytesPerSample() == 1) {
                    picture.data().put(at++, (byte) code[p]);
                } else {
                    picture.data().putShort(at, (short) code[p]);
                    at += 2;
                }
            }
        }
        return picture;
    }

    private static int[] samples(Picture picture) {
        int bytes = picture.format().bytesPerSample();
        int[] samples = new int[picture.data().capacity() / bytes];
        for (int i = 0; i < samples.length; i++) {
            samples[i] =
                    bytes == 1 ? picture.data().get(i) & 0xff : picture.data().getShort(2 * i) & 0xffff;
        }
        return samples;
    }
}
