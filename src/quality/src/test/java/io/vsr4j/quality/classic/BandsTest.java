package io.vsr4j.quality.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricWeights;
import io.vsr4j.quality.StillPair;
import io.vsr4j.tensor.TorchEngine;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that are looked at in parts, against definitions that know of none. They are grey, so luma is what is painted. */
class BandsTest {
    private static final int W = 29;
    private static final int CROP = 3;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void free() {
        scope.close();
    }

    /** Less than a band; two, and a last one of one row, of fewer rows than are looked at above it, and of more. */
    @ParameterizedTest
    @ValueSource(ints = {90, 257, 265, 390})
    void partsMakeTheWhole(int rows) throws Exception {
        int height = rows + 2 * CROP;
        Random random = new Random(7);
        double[][][] a = new double[2][height][W];
        double[][][] b = new double[2][height][W];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < W; x++) {
                for (int f = 0; f < 2; f++) {
                    a[f][y][x] = 40 + 4 * x + random.nextInt(80);
                    b[f][y][x] = Math.min(255, a[f][y][x] + random.nextInt(1 + y / 8));
                }
            }
        }
        double[][] left = inside(a[1], rows);
        double[][] right = inside(b[1], rows);
        double[][] leftBefore = inside(a[0], rows);
        double[][] rightBefore = inside(b[0], rows);
        double squares = 0;
        double changes = 0;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < left[0].length; x++) {
                double d = right[y][x] - left[y][x];
                squares += d * d;
                changes += Math.abs(d - (rightBefore[y][x] - leftBefore[y][x]));
            }
        }
        double pixels = (double) rows * left[0].length;
        PsnrMeter psnr = new PsnrMeter(setting(height), null, error -> error);
        assertThat(last(psnr, a, b)).isCloseTo(squares / pixels, within(1e-9));
        assertThat(last(new Flicker(), a, b)).isCloseTo(changes / pixels, within(1e-9));
        assertThat(last(new Ssim(), a, b))
                .isCloseTo(SsimPlaneTest.definition(left, right, SsimWindow.GAUSSIAN, true), within(2e-6));
        assertThat(last(new SsimUniform(), a, b))
                .isCloseTo(SsimPlaneTest.definition(left, right, SsimWindow.UNIFORM, false), within(2e-6));
        assertThat(last(new Sharpness(), a, b)).isCloseTo(sharpness(right), within(1e-6));
        assertThat(last(new Blockiness(), a, b)).isCloseTo(blockiness(right), within(1e-9));
    }

    private static double sharpness(double[][] v) {
        double sum = 0;
        double squares = 0;
        for (int y = 1; y < v.length - 1; y++) {
            for (int x = 1; x < v[0].length - 1; x++) {
                double laplacian = 4 * v[y][x] - v[y][x - 1] - v[y][x + 1] - v[y - 1][x] - v[y + 1][x];
                sum += laplacian;
                squares += laplacian * laplacian;
            }
        }
        double count = (v.length - 2.0) * (v[0].length - 2);
        return squares / count - sum / count * (sum / count);
    }

    private static double blockiness(double[][] v) {
        double[] sums = new double[2];
        int[] counts = new int[2];
        for (int y = 0; y < v.length; y++) {
            for (int x = 0; x < v[0].length; x++) {
                if (x > 0) {
                    sums[x % 8 == 0 ? 1 : 0] += Math.abs(v[y][x] - v[y][x - 1]);
                    counts[x % 8 == 0 ? 1 : 0]++;
                }
                if (y > 0) {
                    sums[y % 8 == 0 ? 1 : 0] += Math.abs(v[y][x] - v[y - 1][x]);
                    counts[y % 8 == 0 ? 1 : 0]++;
                }
            }
        }
        return sums[1] / counts[1] / (sums[0] / counts[0]);
    }

    private static double[][] inside(double[][] whole, int rows) {
        double[][] part = new double[rows][];
        for (int y = 0; y < rows; y++) {
            part[y] = Arrays.copyOfRange(whole[y + CROP], CROP, W - CROP);
        }
        return part;
    }

    private static MeterSetting setting(int height) {
        return new MeterSetting(W, height, 2, 25, MetricWeights.NONE, Device.cpu(), 0, CROP);
    }

    private double last(Metric metric, double[][][] a, double[][][] b) throws Exception {
        return last(metric.open(setting(a[0].length)), a, b);
    }

    /** The score of the last of both frames. */
    private double last(Meter meter, double[][][] a, double[][][] b) {
        try (meter) {
            for (int f = 0; f < 2; f++) {
                meter.accept(StillPair.of(scope, picture(a[f]), picture(b[f]), f));
            }
            return meter.finish().frames()[1];
        }
    }

    private NDArray picture(double[][] grey) {
        byte[] pixels = new byte[3 * W * grey.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) grey[i / 3 / W][i / 3 % W];
        }
        return scope.create(ByteBuffer.wrap(pixels), new Shape(grey.length, W, 3), DataType.UINT8);
    }
}
