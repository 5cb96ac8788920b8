package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ColourMatch;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against the formulas, number by number in double precision. */
class ColourMatcherTest {
    private static final int N = 3;
    private static final int H = 14;
    private static final int W = 11;

    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    private static float[] random(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (0.4 + 0.3 * random.nextGaussian());
        }
        return values;
    }

    private NDArray array(float[] values, int n, int h, int w) {
        return manager.create(values.clone(), new Shape(n, 3, h, w)).duplicate();
    }

    private float[] match(ColourMatch how, float[] x, float[] y, int h, int w) {
        NDArray restored = array(x, N, H, W);
        ColourMatcher.apply(how, restored, array(y, N, h, w));
        return restored.toFloatArray();
    }

    /** Mean and unbiased deviation of a channel over the frames from..to. */
    private static double[] statistics(float[] values, int channel, int from, int to, int pixels) {
        double sum = 0;
        double squares = 0;
        int count = (to - from) * pixels;
        for (int n = from; n < to; n++) {
            for (int p = 0; p < pixels; p++) {
                sum += values[(n * 3 + channel) * pixels + p];
            }
        }
        for (int n = from; n < to; n++) {
            for (int p = 0; p < pixels; p++) {
                double apart = values[(n * 3 + channel) * pixels + p] - sum / count;
                squares += apart * apart;
            }
        }
        return new double[] {sum / count, Math.sqrt(squares / (count - 1))};
    }

    @Test
    void adainGivesTheWindowTheStatisticsOfTheSourceAtItsOwnSize() {
        float[] x = random(N * 3 * H * W, 1);
        float[] y = random(N * 3 * 7 * 5, 2);
        float[] window = match(ColourMatch.ADAIN, x, y, 7, 5);
        float[] frames = match(ColourMatch.ADAIN_FRAME, x, y, 7, 5);
        for (int n = 0; n < N; n++) {
            for (int c = 0; c < 3; c++) {
                double[] fromAll = statistics(x, c, 0, N, H * W);
                double[] toAll = statistics(y, c, 0, N, 35);
                double[] fromOne = statistics(x, c, n, n + 1, H * W);
                double[] toOne = statistics(y, c, n, n + 1, 35);
                for (int p = 0; p < H * W; p++) {
                    int i = (n * 3 + c) * H * W + p;
                    assertThat((double) window[i])
                            .isCloseTo((x[i] - fromAll[0]) / fromAll[1] * toAll[1] + toAll[0], within(2e-6));
                    assertThat((double) frames[i])
                            .isCloseTo((x[i] - fromOne[0]) / fromOne[1] * toOne[1] + toOne[0], within(2e-6));
                }
            }
        }
    }

    @Test
    void aFlatResultTakesTheMeanAlone() {
        float[] grey = new float[N * 3 * H * W];
        Arrays.fill(grey, 0.3f);
        float[] y = random(N * 3 * H * W, 3);
        for (ColourMatch how : new ColourMatch[] {ColourMatch.ADAIN, ColourMatch.ADAIN_FRAME}) {
            float[] result = match(how, grey, y, H, W);
            assertThat((double) result[0])
                    .isCloseTo(statistics(y, 0, 0, how == ColourMatch.ADAIN ? N : 1, H * W)[0], within(1e-3));
        }
    }

    /** The source has the result's size here, so that what enlarges it plays no part. */
    @Test
    void waveletsTakeTheLowFrequenciesOfTheSource() {
        float[] x = random(N * 3 * H * W, 4);
        float[] y = random(N * 3 * H * W, 5);
        float[] result = match(ColourMatch.WAVELET, x, y, H, W);
        for (int plane = 0; plane < N * 3; plane++) {
            double[] lowX = plane(x, plane);
            double[] high = new double[H * W];
            double[] lowY = plane(y, plane);
            for (int level = 0; level < 5; level++) {
                double[] lower = blur(lowX, 1 << level);
                for (int p = 0; p < H * W; p++) {
                    high[p] += lowX[p] - lower[p];
                }
                lowX = lower;
                lowY = blur(lowY, 1 << level);
            }
            for (int p = 0; p < H * W; p++) {
                assertThat((double) result[plane * H * W + p]).isCloseTo(high[p] + lowY[p], within(2e-6));
            }
        }
    }

    private static double[] plane(float[] values, int plane) {
        double[] one = new double[H * W];
        for (int p = 0; p < H * W; p++) {
            one[p] = values[plane * H * W + p];
        }
        return one;
    }

    /** The 3x3 kernel [1, 2, 1]' [1, 2, 1] / 16 with holes, at each place. */
    private static double[] blur(double[] from, int hole) {
        double[] to = new double[H * W];
        for (int r = 0; r < H; r++) {
            for (int c = 0; c < W; c++) {
                for (int i = -1; i <= 1; i++) {
                    for (int j = -1; j <= 1; j++) {
                        int row = Math.max(0, Math.min(H - 1, r + i * hole));
                        int column = Math.max(0, Math.min(W - 1, c + j * hole));
                        to[r * W + c] += from[row * W + column] * (2 - Math.abs(i)) * (2 - Math.abs(j)) / 16.0;
                    }
                }
            }
        }
        return to;
    }

    @Test
    void sourcesThatAreSmallerAreEnlargedAndNothingIsLeftBehind() {
        float[] x = new float[N * 3 * H * W];
        Arrays.fill(x, 0.2f);
        float[] y = new float[N * 3 * 7 * 5];
        Arrays.fill(y, 0.7f);
        assertThat(match(ColourMatch.WAVELET, x, y, 7, 5)).containsOnly(new float[] {0.7f}, within(1e-6f));
        manager.close();
        assertThat(Scopes.count(manager)).isZero();
    }

    @Test
    void noneChangesNothing() {
        float[] x = random(N * 3 * H * W, 6);
        assertThat(match(ColourMatch.NONE, x, x, H, W)).isEqualTo(x);
    }
}
