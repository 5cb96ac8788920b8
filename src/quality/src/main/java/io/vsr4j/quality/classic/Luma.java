package io.vsr4j.quality.classic;

import io.vsr4j.quality.pixel.RgbRow;

/** Luma of R'G'B' from 0 to 255, by the weights of BT.601, as the papers take it whatever the video's own matrix is. */
enum Luma {
    /** From 16 to 235, not rounded: MATLAB's, and that of most papers. */
    LIMITED(Bt601.Y.red, Bt601.Y.green, Bt601.Y.blue, Bt601.Y.offset, false),
    /** The same, rounded. */
    LIMITED_ROUNDED(Bt601.Y.red, Bt601.Y.green, Bt601.Y.blue, Bt601.Y.offset, true),
    /** From 0 to 255, rounded. */
    FULL_ROUNDED(0.299, 0.587, 0.114, 0, true);

    /** Adding it to a number below 2^22 leaves no room for fractions; to even, as rounding in floating point is. */
    private static final float ROUNDING = 3 << 22;

    private final float red;
    private final float green;
    private final float blue;
    private final float black;
    private final boolean rounded;

    Luma(double red, double green, double blue, double black, boolean rounded) {
        this.red = (float) red;
        this.green = (float) green;
        this.blue = (float) blue;
        this.black = (float) black;
        this.rounded = rounded;
    }

    /** Fills a row of luma. */
    void of(RgbRow row, float[] out) {
        weigh(row.red(), row.green(), row.blue(), red, green, blue, black, out);
        if (rounded) {
            round(out);
        }
    }

    private static void weigh(
            float[] r, float[] g, float[] b, float red, float green, float blue, float black, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = red * r[i] + green * g[i] + blue * b[i] + black;
        }
    }

    private static void round(float[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] = row[i] + ROUNDING - ROUNDING;
        }
    }
}
