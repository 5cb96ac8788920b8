package io.vsr4j.quality.classic;

/**
 * A filter of up to 11 symmetric weights, down the columns and along the rows.
 *
 * <p>Its loops read every array at the loop's own index or a fixed distance after it, and write another array at that index:
 * the virtual machine makes vector instructions of no others, since it could not tell that they do not overlap. So a row's
 * even and odd columns are laid apart first.
 */
final class SymmetricFilter {
    /** A shorter filter has zeros at its ends. */
    static final int TAPS = 11;

    private static final int MIDDLE = TAPS / 2;

    private final float[] w = new float[MIDDLE + 1];
    /** How many columns, in pairs, the zeros reach beyond the row. */
    private final int padding;

    private final int width;
    private final float[] even;
    private final float[] odd;
    private final float[] nextEven;
    private final float[] result;

    /**
     * Prepares.
     *
     * @param weights an odd number, 7 or 11
     * @param width of the rows
     */
    SymmetricFilter(float[] weights, int width) {
        int zeros = (TAPS - weights.length) / 2;
        if (weights.length > TAPS || weights.length % 2 == 0 || zeros % 2 != 0) {
            throw new IllegalArgumentException("a filter must have 3, 7 or 11 weights, got " + weights.length);
        }
        for (int k = 0; k <= MIDDLE; k++) {
            w[k] = k < zeros ? 0 : weights[k - zeros];
        }
        this.width = width;
        padding = zeros / 2;
        int length = (width + 1) / 2 + 2 * padding + MIDDLE;
        even = new float[length];
        odd = new float[length];
        nextEven = new float[length];
        result = new float[(width + 1) / 2];
    }

    /**
     * Filters down the columns.
     *
     * @param ring the last {@value #TAPS} rows; row y is at y modulo {@value #TAPS}
     * @param y row in the middle
     * @param out receives the filtered row
     */
    void down(float[][] ring, int y, float[] out) {
        int first = y - MIDDLE + TAPS;
        columns(
                ring[first % TAPS],
                ring[(first + 1) % TAPS],
                ring[(first + 2) % TAPS],
                ring[(first + 3) % TAPS],
                ring[(first + 4) % TAPS],
                ring[(first + 5) % TAPS],
                ring[(first + 6) % TAPS],
                ring[(first + 7) % TAPS],
                ring[(first + 8) % TAPS],
                ring[(first + 9) % TAPS],
                ring[(first + 10) % TAPS],
                w[0],
                w[1],
                w[2],
                w[3],
                w[4],
                w[5],
                out);
    }

    /**
     * Filters along a row, even columns first in both.
     *
     * @param row the row
     * @param out receives the places where the whole filter lies inside
     */
    void along(float[] row, float[] out) {
        int half = (width + 1) / 2;
        System.arraycopy(row, 0, even, padding, half);
        System.arraycopy(row, half, odd, padding, width - half);
        System.arraycopy(even, 1, nextEven, 0, even.length - 1);
        int evens = (out.length + 1) / 2;
        row(even, odd, w[0], w[1], w[2], w[3], w[4], w[5], evens, result);
        System.arraycopy(result, 0, out, 0, evens);
        row(odd, nextEven, w[0], w[1], w[2], w[3], w[4], w[5], out.length - evens, result);
        System.arraycopy(result, 0, out, evens, out.length - evens);
    }

    private static void columns(
            float[] r0,
            float[] r1,
            float[] r2,
            float[] r3,
            float[] r4,
            float[] r5,
            float[] r6,
            float[] r7,
            float[] r8,
            float[] r9,
            float[] r10,
            float w0,
            float w1,
            float w2,
            float w3,
            float w4,
            float w5,
            float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = w5 * r5[i]
                    + w4 * (r4[i] + r6[i])
                    + w3 * (r3[i] + r7[i])
                    + w2 * (r2[i] + r8[i])
                    + w1 * (r1[i] + r9[i])
                    + w0 * (r0[i] + r10[i]);
        }
    }

    /** Columns of {@code p} and {@code q} in turn, beginning with {@code p}. */
    private static void row(
            float[] p,
            float[] q,
            float w0,
            float w1,
            float w2,
            float w3,
            float w4,
            float w5,
            int count,
            float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = w5 * q[i + 2]
                    + w4 * (p[i + 2] + p[i + 3])
                    + w3 * (q[i + 1] + q[i + 3])
                    + w2 * (p[i + 1] + p[i + 4])
                    + w1 * (q[i] + q[i + 4])
                    + w0 * (p[i] + p[i + 5]);
        }
    }
}
