package io.vsr4j.quality.classic;

/**
 * Y, Cb, Cr of R'G'B' in 8 bits of limited range, as MATLAB's {@code rgb2ycbcr} has them: weights of R, G, B from 0 to 255, and
 * what is added.
 */
enum Bt601 {
    /** Luma, 16 to 235. */
    Y(65.481, 128.553, 24.966, 16),
    /** Blue less luma, 16 to 240. */
    CB(-37.797, -74.203, 112, 128),
    /** Red less luma, 16 to 240. */
    CR(112, -93.786, -18.214, 128);

    final double red;
    final double green;
    final double blue;
    final double offset;

    Bt601(double red, double green, double blue, double offset) {
        this.red = red / 255;
        this.green = green / 255;
        this.blue = blue / 255;
        this.offset = offset;
    }

    /** {@return the value of a pixel} */
    double of(double r, double g, double b) {
        return red * r + green * g + blue * b + offset;
    }
}
