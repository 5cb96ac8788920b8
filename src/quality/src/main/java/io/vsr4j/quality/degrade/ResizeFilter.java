package io.vsr4j.quality.degrade;

import java.util.Random;

/** Resizes as OpenCV does: linear and cubic look at the nearest samples alone, also where that aliases. */
enum ResizeFilter {
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
            return taps(from, to, 4, ResizeFilter::cubic);
        }
    };

    /** {@return one of them, each as often} */
    static ResizeFilter any(Random random) {
        return values()[random.nextInt(values().length)];
    }

    /** {@return for each new sample where its taps begin, and how much each counts} */
    abstract double[][] weights(int from, int to);

    /** {@return the frame at another size} */
    Raster resize(Raster frame, int width, int height) {
        if (width == frame.width() && height == frame.height()) {
            return frame;
        }
        return along(along(frame, weights(frame.width(), width), true), weights(frame.height(), height), false);
    }

    private static Raster along(Raster from, double[][] weights, boolean rows) {
        int w = rows ? weights.length : from.width();
        int h = rows ? from.height() : weights.length;
        int side = rows ? from.width() : from.height();
        int step = rows ? 1 : from.width();
        Raster into = Raster.of(w, h);
        for (int plane = 0; plane < 3; plane++) {
            int source = plane * from.width() * from.height();
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    double[] taps = weights[rows ? x : y];
                    int line = source + (rows ? y * from.width() : x);
                    double sum = 0;
                    for (int k = 1; k < taps.length; k++) {
                        int at = Math.max(0, Math.min(side - 1, (int) taps[0] + k - 1));
                        sum += taps[k] * from.samples()[line + at * step];
                    }
                    into.samples()[(plane * h + y) * w + x] = (float) sum;
                }
            }
        }
        return into;
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

    private static double cubic(double x) {
        double a = -0.75;
        if (x >= 2) {
            return 0;
        }
        return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
    }
}
