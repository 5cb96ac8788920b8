package io.vsr4j.degrade;

import java.util.Arrays;
import java.util.Random;

/**
 * Resizes. Linear, area and cubic are OpenCV's, of which linear and cubic look at the nearest samples alone, also where that
 * aliases; the others are low-pass filters where they shrink.
 */
public enum ResizeFilter {
    /** Between two samples. */
    LINEAR {
        @Override
        double[][] weights(int from, int to) {
            return taps(from, to, 2, distance -> Math.max(0, 1 - distance));
        }
    },
    /** The mean over the area that shrinks into a sample; where it grows, as linear. */
    AREA {
        @Override
        double[][] weights(int from, int to) {
            return to >= from ? LINEAR.weights(from, to) : areas(from, to);
        }
    },
    /** Between four samples, a = -0.75. */
    CUBIC {
        @Override
        double[][] weights(int from, int to) {
            return taps(from, to, 4, distance -> cubic(distance, -0.75));
        }
    },
    /** As MATLAB and Pillow, a = -0.5, as wide as what shrinks into a sample. */
    SMOOTH_CUBIC {
        @Override
        double[][] weights(int from, int to) {
            return smooth(from, to, 2, distance -> cubic(distance, -0.5));
        }
    },
    /** Of three lobes, as wide as what shrinks into a sample. */
    LANCZOS {
        @Override
        double[][] weights(int from, int to) {
            return smooth(from, to, 3, x -> x >= 3 ? 0 : sinc(x) * sinc(x / 3));
        }
    };

    private static final ResizeFilter[] OPENCV = {LINEAR, AREA, CUBIC};

    /** {@return one of OpenCV's, each as often} */
    static ResizeFilter any(Random random) {
        return OPENCV[random.nextInt(OPENCV.length)];
    }

    /** {@return for each new sample where its taps begin, and how much each counts} */
    abstract double[][] weights(int from, int to);

    /** {@return the frame at another size, itself if it has it} */
    public Raster resize(Raster frame, int width, int height) {
        if (width == frame.width() && height == frame.height()) {
            return frame;
        }
        return down(across(frame, weights(frame.width(), width)), weights(frame.height(), height));
    }

    private static Raster across(Raster from, double[][] weights) {
        Raster into = Raster.of(weights.length, from.height());
        for (int row = 0; row < 3 * from.height(); row++) {
            int line = row * from.width();
            for (int x = 0; x < weights.length; x++) {
                double[] taps = weights[x];
                double sum = 0;
                for (int k = 1; k < taps.length; k++) {
                    sum += taps[k] * from.samples()[line + place(taps, k, from.width())];
                }
                into.samples()[row * weights.length + x] = (float) sum;
            }
        }
        return into;
    }

    /** Whole rows at a time, as memory lies. */
    private static Raster down(Raster from, double[][] weights) {
        int w = from.width();
        Raster into = Raster.of(w, weights.length);
        double[] sum = new double[w];
        for (int row = 0; row < 3 * weights.length; row++) {
            double[] taps = weights[row % weights.length];
            Arrays.fill(sum, 0);
            for (int k = 1; k < taps.length; k++) {
                int line = (row / weights.length * from.height() + place(taps, k, from.height())) * w;
                for (int x = 0; x < w; x++) {
                    sum[x] += taps[k] * from.samples()[line + x];
                }
            }
            for (int x = 0; x < w; x++) {
                into.samples()[row * w + x] = (float) sum[x];
            }
        }
        return into;
    }

    /** {@return where a tap lies; beyond the edge is the edge} */
    private static int place(double[] taps, int k, int side) {
        return Math.max(0, Math.min(side - 1, (int) taps[0] + k - 1));
    }

    private interface Weight {
        double at(double distance);
    }

    /** Each row: index of the first tap, which may lie outside, then the weights. */
    private static double[][] taps(int from, int to, int count, Weight weight) {
        double[][] rows = new double[to][count + 1];
        for (int o = 0; o < to; o++) {
            double centre = (o + 0.5) * from / to - 0.5;
            rows[o][0] = Math.floor(centre) - (count / 2 - 1);
            for (int k = 0; k < count; k++) {
                rows[o][k + 1] = weight.at(Math.abs(rows[o][0] + k - centre));
            }
        }
        return rows;
    }

    private static double[][] areas(int from, int to) {
        double[][] rows = new double[to][];
        double size = (double) from / to;
        for (int o = 0; o < to; o++) {
            int first = (int) (o * size);
            int end = Math.min(from, (int) Math.ceil((o + 1) * size));
            rows[o] = new double[end - first + 1];
            rows[o][0] = first;
            for (int i = first; i < end; i++) {
                double covered = Math.min(i + 1, (o + 1) * size) - Math.max(i, o * size);
                rows[o][i - first + 1] = covered / size;
            }
        }
        return rows;
    }

    /** A filter that is stretched where it shrinks; its weights add up to 1. */
    private static double[][] smooth(int from, int to, int reach, Weight weight) {
        double stretch = Math.max(1, (double) from / to);
        int count = 2 * (int) Math.ceil(reach * stretch);
        double[][] rows = taps(from, to, count, distance -> weight.at(distance / stretch));
        for (double[] row : rows) {
            double sum = 0;
            for (int k = 1; k < row.length; k++) {
                sum += row[k];
            }
            for (int k = 1; k < row.length; k++) {
                row[k] /= sum;
            }
        }
        return rows;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double cubic(double x, double a) {
        if (x >= 2) {
            return 0;
        }
        return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
    }
}
