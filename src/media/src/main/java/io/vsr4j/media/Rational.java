package io.vsr4j.media;

/**
 * A fraction, as FFmpeg uses it for time bases, frame rates and aspect ratios.
 *
 * @param num numerator
 * @param den denominator, not 0
 */
public record Rational(int num, int den) {
    /** Checks the denominator. */
    public Rational {
        if (den == 0) {
            throw new IllegalArgumentException("denominator must not be 0 (numerator " + num + ")");
        }
    }

    /** {@return the value as a floating-point number} */
    public double value() {
        return (double) num / den;
    }

    @Override
    public String toString() {
        return num + "/" + den;
    }
}
