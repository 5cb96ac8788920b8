package io.vsr4j.quality.classic;

/**
 * A symmetric filter, down the columns and along the rows.
 *
 * <p>Its loops read a few arrays at one index and write another one at that index: the virtual machine makes vector
 * instructions of no others. So a row's neighbours are laid beside it by copying it, shifted, which costs less than a loop
 * that reads it at several places.
 */
final class SymmetricFilter {
    private final float[] weights;
    private final int half;
    private final float[][] column;
    /** Every second column, from column k on. */
    private final float[][] lanes;

    private final float[] evens;
    private final float[] odds;

    /**
     * Prepares.
     *
     * @param weights 3, 7 or 11
     * @param width of the rows
     */
    SymmetricFilter(float[] weights, int width) {
        if (weights.length % 4 != 3) {
            throw new IllegalArgumentException("a filter must have 3, 7 or 11 weights, got " + weights.length);
        }
        this.weights = weights;
        half = (width + 1) >> 1;
        column = new float[weights.length][];
        int out = width - weights.length + 1;
        evens = new float[(out + 1) >> 1];
        odds = new float[out >> 1];
        lanes = new float[weights.length + 1][evens.length];
    }

    /**
     * Filters down the columns.
     *
     * @param ring as many rows as the filter has weights; row y is at y modulo that number
     * @param first the row at the top
     * @param out receives the filtered row
     */
    void down(float[][] ring, int first, float[] out) {
        for (int k = 0; k < column.length; k++) {
            column[k] = ring[(first + k) % ring.length];
        }
        combine(column, 0, out);
    }

    /**
     * Filters along a row, even columns first in both.
     *
     * @param row the row
     * @param out receives the places where the whole filter lies inside
     */
    void along(float[] row, float[] out) {
        for (int k = 0; k < lanes.length; k++) {
            int from = (k & 1) * half + (k >> 1);
            System.arraycopy(row, from, lanes[k], 0, Math.min(evens.length, row.length - from));
        }
        combine(lanes, 0, evens);
        combine(lanes, 1, odds);
        System.arraycopy(evens, 0, out, 0, evens.length);
        System.arraycopy(odds, 0, out, evens.length, odds.length);
    }

    private void combine(float[][] rows, int first, float[] out) {
        int middle = weights.length / 2;
        int centre = first + middle;
        begin(rows[centre], rows[centre - 1], rows[centre + 1], weights[middle], weights[middle - 1], out);
        for (int away = 2; away < middle; away += 2) {
            add(
                    rows[centre - away],
                    rows[centre + away],
                    weights[middle - away],
                    rows[centre - away - 1],
                    rows[centre + away + 1],
                    weights[middle - away - 1],
                    out);
        }
    }

    private static void begin(float[] a, float[] b, float[] c, float v, float w, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = v * a[i] + w * (b[i] + c[i]);
        }
    }

    private static void add(float[] a, float[] b, float v, float[] c, float[] d, float w, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] += v * (a[i] + b[i]) + w * (c[i] + d[i]);
        }
    }
}
