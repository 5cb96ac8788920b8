package io.vsr4j.quality.degrade;

import java.util.Arrays;

/**
 * A filter of odd size whose weights add up to 1.
 *
 * @param size of a side
 * @param weights row after row
 */
record Kernel(int size, double[] weights) {
    /** Intervals of the integral for a Bessel function; more change nothing for arguments that occur. */
    private static final int INTERVALS = 96;

    private interface Shape {
        double at(int x, int y);
    }

    /**
     * {@return a bell}
     *
     * @param sigmaX deviation along its first axis in pixels
     * @param sigmaY deviation along its second axis
     * @param angle of the first axis in radians
     * @param form of the profile
     */
    static Kernel bell(int size, double sigmaX, double sigmaY, double angle, Profile form) {
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        return of(size, (x, y) -> {
            double u = (cos * x + sin * y) / sigmaX;
            double v = (cos * y - sin * x) / sigmaY;
            return form.at(u * u + v * v);
        });
    }

    /** What a bell looks like along its radius. */
    interface Profile {
        /** {@return the height at a squared distance, in deviations} */
        double at(double squared);

        /** {@return Gauss's, sharper or flatter by {@code beta}; 1 is Gauss's own} */
        static Profile generalized(double beta) {
            return squared -> StrictMath.exp(-0.5 * StrictMath.pow(squared, beta));
        }

        /** {@return flat in the middle} */
        static Profile plateau(double beta) {
            return squared -> 1 / (StrictMath.pow(squared, beta) + 1);
        }
    }

    /** {@return a low-pass filter that is round in frequency and rings, as resamplers and sharpeners do} */
    static Kernel sinc(int size, double cutoff) {
        return of(size, (x, y) -> {
            double radius = StrictMath.sqrt(x * x + y * y);
            return radius == 0
                    ? cutoff * cutoff / (4 * Math.PI)
                    : cutoff * bessel(cutoff * radius) / (2 * Math.PI * radius);
        });
    }

    /** Of the first kind and order one: the mean of cos(t - x sin t) over half a turn. */
    private static double bessel(double x) {
        double sum = 0;
        for (int i = 0; i < INTERVALS; i++) {
            double t = Math.PI * (i + 0.5) / INTERVALS;
            sum += StrictMath.cos(t - x * StrictMath.sin(t));
        }
        return sum / INTERVALS;
    }

    private static Kernel of(int size, Shape shape) {
        double[] weights = new double[size * size];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = shape.at(i % size - size / 2, i / size - size / 2);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return new Kernel(size, weights);
    }

    /** {@return the filtered frame; beyond the edge lies its mirror image, without the edge itself} */
    Raster apply(Raster from) {
        int w = from.width();
        int h = from.height();
        int[] columns = mirrored(w);
        int[] rows = mirrored(h);
        Raster into = Raster.of(w, h);
        double[] line = new double[w];
        for (int plane = 0; plane < 3; plane++) {
            int start = plane * w * h;
            for (int y = 0; y < h; y++) {
                Arrays.fill(line, 0);
                for (int k = 0; k < weights.length; k++) {
                    int row = start + rows[y + k / size] * w;
                    double weight = weights[k];
                    int shift = k % size;
                    for (int x = 0; x < w; x++) {
                        line[x] += weight * from.samples()[row + columns[x + shift]];
                    }
                }
                for (int x = 0; x < w; x++) {
                    into.samples()[start + y * w + x] = (float) line[x];
                }
            }
        }
        return into;
    }

    /** {@return where each place from half a filter before the first sample to half a one after the last lies} */
    private int[] mirrored(int side) {
        int[] places = new int[side + size - 1];
        int period = Math.max(1, 2 * side - 2);
        for (int i = 0; i < places.length; i++) {
            int at = Math.floorMod(i - size / 2, period);
            places[i] = at < side ? at : period - at;
        }
        return places;
    }
}
