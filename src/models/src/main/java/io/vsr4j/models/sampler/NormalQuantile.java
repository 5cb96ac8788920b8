package io.vsr4j.models.sampler;

/**
 * The inverse of the standard normal distribution, to within 1e-6: the rational functions of Wichura's algorithm AS 241
 * ("The Percentage Points of the Normal Distribution", 1988), without the one for probabilities below exp(-25).
 */
final class NormalQuantile {
    private static final double CENTRE = 0.425;

    private NormalQuantile() {}

    /** The number below which a share p of the distribution lies; p in (0, 1), at least exp(-25) from both ends. */
    static double of(double p) {
        double q = p - 0.5;
        if (Math.abs(q) <= CENTRE) {
            double r = CENTRE * CENTRE - q * q;
            return q
                    * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
                    / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1);
        }
        // StrictMath: the same bits on every processor. The root and the other operations have them anyway.
        double r = Math.sqrt(-StrictMath.log(q < 0 ? p : 1 - p)) - 1.6;
        double tail = (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
                / ((0.12021132975 * r + 0.73700164250) * r + 1);
        return Math.copySign(tail, q);
    }
}
