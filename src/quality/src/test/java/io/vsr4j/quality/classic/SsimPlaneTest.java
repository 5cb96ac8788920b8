package io.vsr4j.quality.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vsr4j.quality.pixel.RgbRow;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single precision and the rearranged formula against the definition in double precision, where that is hardest. */
class SsimPlaneTest {
    @ParameterizedTest
    @CsvSource({
        "noise, 24, 17",
        "noise, 25, 18",
        "alike, 31, 20",
        "white, 26, 15",
        "black, 27, 19",
        "inverse, 23, 16",
        "noise, 11, 11"
    })
    void agreesWithTheDefinition(String kind, int width, int height) {
        Random random = new Random(4);
        double[][] a = new double[height][width];
        double[][] b = new double[height][width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int noise = random.nextInt(256);
                int small = random.nextInt(3);
                switch (kind) {
                    case "noise" -> set(a, b, y, x, noise, random.nextInt(256));
                    case "alike" -> set(a, b, y, x, noise, Math.min(255, noise + small));
                    case "white" -> set(a, b, y, x, 255, 255 - small);
                    case "black" -> set(a, b, y, x, small, 0);
                    default -> set(a, b, y, x, noise, 255 - noise);
                }
            }
        }
        for (boolean clamp : new boolean[] {false, true}) {
            for (SsimWindow window : new SsimWindow[] {SsimWindow.GAUSSIAN, SsimWindow.UNIFORM}) {
                SsimPlane plane = new SsimPlane(width, window, clamp);
                for (int y = 0; y < height; y++) {
                    plane.row(split(a[y]), split(b[y]));
                }
                double[] sums = new double[2];
                plane.take(sums);
                assertThat(sums[0] / sums[1]).isCloseTo(definition(a, b, window, clamp), within(2e-6));
            }
        }
    }

    private static void set(double[][] a, double[][] b, int y, int x, int left, int right) {
        a[y][x] = left;
        b[y][x] = right;
    }

    private static float[] split(double[] row) {
        float[] split = new float[row.length];
        for (int x = 0; x < row.length; x++) {
            split[RgbRow.place(x, row.length)] = (float) row[x];
        }
        return split;
    }

    static double definition(double[][] a, double[][] b, SsimWindow window, boolean clamp) {
        int size = window.size();
        double sum = 0;
        int places = 0;
        for (int y = 0; y + size <= a.length; y++) {
            for (int x = 0; x + size <= a[0].length; x++) {
                double[] m = new double[5];
                for (int i = 0; i < size * size; i++) {
                    double w = (double) window.weights()[i / size] * window.weights()[i % size];
                    double p = a[y + i / size][x + i % size];
                    double q = b[y + i / size][x + i % size];
                    double[] terms = {p, q, p * p, q * q, p * q};
                    for (int k = 0; k < 5; k++) {
                        m[k] += w * terms[k];
                    }
                }
                double f = window.varianceFactor();
                double structure = (2 * f * (m[4] - m[0] * m[1]) + 58.5225)
                        / (f * (m[2] - m[0] * m[0] + m[3] - m[1] * m[1]) + 58.5225);
                double luminance = (2 * m[0] * m[1] + 6.5025) / (m[0] * m[0] + m[1] * m[1] + 6.5025);
                sum += luminance * (clamp ? Math.max(0, structure) : structure);
                places++;
            }
        }
        return sum / places;
    }
}
