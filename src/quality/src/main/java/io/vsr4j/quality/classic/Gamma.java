package io.vsr4j.quality.classic;

/** Euler's gamma function for positive numbers, by Lanczos' approximation, to 14 digits. */
final class Gamma {
    private static final double[] SERIES = {
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    private Gamma() {}

    /** {@return gamma(x) of x above 0} */
    static double of(double x) {
        if (x < 0.5) {
            return Math.PI / (Math.sin(Math.PI * x) * of(1 - x));
        }
        double z = x - 1;
        double sum = SERIES[0];
        for (int i = 1; i < SERIES.length; i++) {
            sum += SERIES[i] / (z + i);
        }
        double t = z + SERIES.length - 1.5;
        return Math.sqrt(2 * Math.PI) * Math.pow(t, z + 0.5) * Math.exp(-t) * sum;
    }
}
