package io.vsr4j.training.data;

import io.vsr4j.degrade.Raster;

/**
 * A photo in memory.
 *
 * @param width in pixels
 * @param height in pixels
 * @param samples red, green and blue planes
 */
record PhotoPixels(int width, int height, byte[] samples) {
    /** Beyond so many pixels from the edge, cubic interpolation looks at nothing outside. */
    static final int MARGIN = 2;

    /**
     * Adds the colour at a place, by cubic interpolation (a = -0.5), which keeps more detail than linear does.
     *
     * @param x from {@link #MARGIN} to {@code width - 1 - MARGIN}; what is outside is moved there
     * @param y likewise
     * @param share how much of it is added
     * @param colour three sums
     */
    void add(double x, double y, float share, float[] colour) {
        double inX = Math.max(MARGIN, Math.min(width - 1 - MARGIN, x));
        double inY = Math.max(MARGIN, Math.min(height - 1 - MARGIN, y));
        int left = (int) inX - 1;
        int top = (int) inY - 1;
        float u = (float) (inX - left - 1);
        float v = (float) (inY - top - 1);
        float u0 = outer(u);
        float u1 = inner(u);
        float u2 = inner(1 - u);
        float u3 = outer(1 - u);
        for (int plane = 0; plane < 3; plane++) {
            float sum = 0;
            int at = (plane * height + top) * width + left;
            for (int row = 0; row < 4; row++, at += width) {
                float line = u0 * (samples[at] & 0xff)
                        + u1 * (samples[at + 1] & 0xff)
                        + u2 * (samples[at + 2] & 0xff)
                        + u3 * (samples[at + 3] & 0xff);
                sum += line * (row == 0 ? outer(v) : row == 1 ? inner(v) : row == 2 ? inner(1 - v) : outer(1 - v));
            }
            colour[plane] += share * sum;
        }
    }

    /** Weight at a distance of t. */
    private static float inner(float t) {
        return (1.5f * t - 2.5f) * t * t + 1;
    }

    /** Weight at a distance of 1 + t. */
    private static float outer(float t) {
        return ((-0.5f * t + 1) * t - 0.5f) * t;
    }

    /** {@return a rectangle of it as it is} */
    Raster cut(int left, int top, int wide, int high) {
        Raster cut = Raster.of(wide, high);
        for (int row = 0; row < 3 * high; row++) {
            int from = (row / high * height + top + row % high) * width + left;
            for (int x = 0; x < wide; x++) {
                cut.samples()[row * wide + x] = samples[from + x] & 0xff;
            }
        }
        return cut;
    }
}
