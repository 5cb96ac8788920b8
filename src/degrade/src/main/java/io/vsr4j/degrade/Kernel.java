package io.vsr4j.degrade;

/**
 * A filter of odd sides whose weights add up to 1.
 *
 * @param columns weights of a row
 * @param rows of weights
 * @param weights row after row
 */
record Kernel(int columns, int rows, double[] weights) {
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
        return of(size, size, (x, y) -> {
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

    /** {@return Gauss's bell as a row and a column, of which one after the other does what the square would} */
    static Kernel[] gauss(int size, double sigma) {
        Shape bell = (x, y) -> StrictMath.exp(-0.5 * (x * x + y * y) / (sigma * sigma));
        return new Kernel[] {of(size, 1, bell), of(1, size, bell)};
    }

    /** {@return a low-pass filter that is round in frequency and rings, as resamplers and sharpeners do} */
    static Kernel sinc(int size, double cutoff) {
        return of(size, size, (x, y) -> {
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

    private static Kernel of(int columns, int rows, Shape shape) {
        double[] weights = new double[columns * rows];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = shape.at(i % columns - columns / 2, i / columns - rows / 2);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return new Kernel(columns, rows, weights);
    }

    /** {@return the filtered frame; beyond the edge lies its mirror image, without the edge itself} */
    Raster apply(Raster from) {
        int w = from.width();
        int h = from.height();
        int[] across = mirrored(w, columns);
        int[] down = mirrored(h, rows);
        Raster into = Raster.of(w, h);
        float[] wide = new float[across.length * down.length];
        for (int plane = 0; plane < 3; plane++) {
            // With the mirror image around it, each weight is one multiplication of a whole row.
            for (int i = 0; i < wide.length; i++) {
                wide[i] = from.samples()[(plane * h + down[i / across.length]) * w + across[i % across.length]];
            }
            for (int y = 0; y < h; y++) {
                for (int k = 0; k < weights.length; k++) {
                    add(wide, (y + k / columns) * across.length + k % columns, (float) weights[k], into, plane * h + y);
                }
            }
        }
        return into;
    }

    private static void add(float[] from, int start, float weight, Raster into, int row) {
        int w = into.width();
        float[] samples = into.samples();
        for (int x = 0; x < w; x++) {
            samples[row * w + x] += weight * from[start + x];
        }
    }

    /** {@return where each place from half a filter before the first sample to half a one after the last lies} */
    private static int[] mirrored(int side, int size) {
        int[] places = new int[side + size - 1];
        int period = Math.max(1, 2 * side - 2);
        for (int i = 0; i < places.length; i++) {
            int at = Math.floorMod(i - size / 2, period);
            places[i] = at < side ? at : period - at;
        }
        return places;
    }
}
