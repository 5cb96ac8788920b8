package io.vsr4j.quality.classic;

/**
 * Structural similarity of one plane, row by row, over the places where the whole window lies inside.
 *
 * <p>Instead of the two planes a and b, their sum and difference are filtered: of s = a + b and d = a - b, means and variances
 * give both factors as one less what is lost,
 *
 * <pre>
 * luminance = 1 - mean(d)^2 / ((mean(s)^2 + mean(d)^2) / 2 + C1)
 * contrast and structure = 1 - var(d) / ((var(s) + var(d)) / 2 + C2)
 * </pre>
 *
 * <p>which is the definition rearranged. So four planes are filtered instead of five; and where a and b are alike, nothing
 * large is subtracted from something large, so that single precision agrees with double to the sixth digit.
 */
final class SsimPlane {
    private static final float C1 = (float) (0.01 * 255 * 0.01 * 255);
    private static final float C2 = (float) (0.03 * 255 * 0.03 * 255);
    /** Variances do not depend on it; squares are smaller without. */
    private static final float MIDDLE = 255;

    /** s, d, s squared, d squared. */
    private static final int MAPS = 4;

    private final int size;
    private final float varianceFactor;
    private final float least;
    private final SymmetricFilter filter;
    /** The last rows of each map. */
    private final float[][][] ring;

    private final float[] down;
    private final float[][] filtered;
    private final float[] luminance;
    private final float[] scores;
    private final RowSums sums;
    private int rows;
    private long places;

    /**
     * Begins.
     *
     * @param width of the plane in pixels
     * @param window over which means are taken
     * @param clamp whether contrast and structure count as 0 where they are negative
     */
    SsimPlane(int width, SsimWindow window, boolean clamp) {
        size = window.size();
        varianceFactor = (float) window.varianceFactor();
        least = clamp ? 0 : Float.NEGATIVE_INFINITY;
        int out = width - size + 1;
        filter = new SymmetricFilter(window.weights(), width);
        ring = new float[MAPS][size][width];
        down = new float[width];
        filtered = new float[MAPS][out];
        luminance = new float[out];
        scores = new float[out];
        sums = new RowSums(out);
    }

    /** Looks at the next row of both, even columns first. */
    void row(float[] a, float[] b) {
        int slot = rows % size;
        maps(a, b, ring[0][slot], ring[1][slot], ring[2][slot], ring[3][slot]);
        rows++;
        if (rows < size) {
            return;
        }
        for (int map = 0; map < MAPS; map++) {
            filter.down(ring[map], rows - size, down);
            filter.along(down, filtered[map]);
        }
        luminance(filtered[0], filtered[1], luminance);
        structure(filtered[0], filtered[1], filtered[2], filtered[3], varianceFactor, scores);
        multiply(luminance, least, scores);
        total(scores, sums.columns());
        places += scores.length;
    }

    /** {@return the map's row of the last row of pixels, even columns first; overwritten by the next} */
    float[] scores() {
        return scores;
    }

    /** Adds the sum over all places since the last call, and their number. */
    void take(double[] total) {
        total[0] += sums.take();
        total[1] += places;
        rows = 0;
        places = 0;
    }

    private static void maps(float[] a, float[] b, float[] s, float[] d, float[] ss, float[] dd) {
        for (int i = 0; i < s.length; i++) {
            float sum = a[i] + b[i] - MIDDLE;
            float difference = a[i] - b[i];
            s[i] = sum;
            d[i] = difference;
            ss[i] = sum * sum;
            dd[i] = difference * difference;
        }
    }

    private static void luminance(float[] s, float[] d, float[] out) {
        for (int i = 0; i < out.length; i++) {
            float mean = s[i] + MIDDLE;
            out[i] = 1 - d[i] * d[i] / (0.5f * (mean * mean + d[i] * d[i]) + C1);
        }
    }

    private static void structure(float[] s, float[] d, float[] ss, float[] dd, float factor, float[] out) {
        for (int i = 0; i < out.length; i++) {
            float varS = factor * (ss[i] - s[i] * s[i]);
            float varD = factor * (dd[i] - d[i] * d[i]);
            out[i] = 1 - varD / (0.5f * (varS + varD) + C2);
        }
    }

    private static void multiply(float[] luminance, float least, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = luminance[i] * Math.max(least, out[i]);
        }
    }

    private static void total(float[] scores, float[] sums) {
        for (int i = 0; i < scores.length; i++) {
            sums[i] += scores[i];
        }
    }
}
