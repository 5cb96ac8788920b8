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

    private final int width;
    private final SsimWindow window;
    private final boolean clamp;
    /** The last rows of s, d, s squared and d squared, one after another. */
    private final float[][] ring;

    private final float[] down;
    private final float[] filtered;
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
        this.width = width;
        this.window = window;
        this.clamp = clamp;
        ring = new float[window.size()][4 * width];
        down = new float[4 * width];
        int out = width - window.size() + 1;
        filtered = new float[4 * out];
        scores = new float[out];
        sums = new RowSums(out);
    }

    /** Looks at the next row of both, even columns first. */
    void row(float[] a, float[] b) {
        int size = window.size();
        maps(a, b, ring[rows % size], width);
        rows++;
        if (rows < size) {
            return;
        }
        float[] w = window.weights();
        int middle = size / 2;
        scale(ring[(rows + middle) % size], w[middle], down);
        for (int k = 0; k < middle; k++) {
            add(ring[(rows + k) % size], 0, ring[(rows + size - 1 - k) % size], 0, w[k], down, 0, down.length);
        }
        int out = width - size + 1;
        for (int map = 0; map < 4; map++) {
            along(map * width, map * out, out);
        }
        score(filtered, (float) window.varianceFactor(), clamp ? 0 : Float.NEGATIVE_INFINITY, scores);
        total(scores, sums.columns());
        places += out;
    }

    /** {@return the map's row of the last row of pixels, even columns first; overwritten by the next} */
    float[] scores() {
        return scores;
    }

    /** {@return the mean over all places since the last call} */
    double take() {
        double mean = sums.take() / places;
        rows = 0;
        places = 0;
        return mean;
    }

    /** Filters along a row: an even column's neighbours are even and odd ones in turn. */
    private void along(int in, int at, int out) {
        float[] w = window.weights();
        int size = w.length;
        int odd = (width + 1) >> 1;
        for (int phase = 0; phase < 2; phase++) {
            int first = at + phase * ((out + 1) >> 1);
            int count = (out + 1 - phase) >> 1;
            int middle = size / 2 + phase;
            copy(down, in + (middle & 1) * odd + (middle >> 1), w[size / 2], filtered, first, count);
            for (int k = 0; k < size / 2; k++) {
                int left = k + phase;
                int right = size - 1 - k + phase;
                add(
                        down,
                        in + (left & 1) * odd + (left >> 1),
                        down,
                        in + (right & 1) * odd + (right >> 1),
                        w[k],
                        filtered,
                        first,
                        count);
            }
        }
    }

    private static void maps(float[] a, float[] b, float[] out, int width) {
        for (int i = 0; i < width; i++) {
            float s = a[i] + b[i] - MIDDLE;
            float d = a[i] - b[i];
            out[i] = s;
            out[width + i] = d;
            out[2 * width + i] = s * s;
            out[3 * width + i] = d * d;
        }
    }

    private static void scale(float[] in, float weight, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = weight * in[i];
        }
    }

    private static void copy(float[] in, int from, float weight, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] = weight * in[from + i];
        }
    }

    private static void add(float[] left, int l, float[] right, int r, float weight, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] += weight * (left[l + i] + right[r + i]);
        }
    }

    private static void score(float[] maps, float factor, float least, float[] out) {
        int count = out.length;
        for (int i = 0; i < count; i++) {
            float s = maps[i];
            float d = maps[count + i];
            float varS = factor * (maps[2 * count + i] - s * s);
            float varD = factor * (maps[3 * count + i] - d * d);
            float mean = s + MIDDLE;
            float luminance = 1 - d * d / (0.5f * (mean * mean + d * d) + C1);
            float structure = 1 - varD / (0.5f * (varS + varD) + C2);
            out[i] = luminance * Math.max(least, structure);
        }
    }

    private static void total(float[] scores, float[] sums) {
        for (int i = 0; i < scores.length; i++) {
            sums[i] += scores[i];
        }
    }
}
