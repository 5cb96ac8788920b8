package io.vsr4j.quality.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The vertical axis of a plot.
 *
 * @param least at the bottom
 * @param most at the top
 * @param ticks round numbers in between
 */
record Axis(double least, double most, List<BigDecimal> ticks) {
    private static final int WANTED_TICKS = 4;

    /** {@return an axis that shows all numbers, and more than one number if they are all alike} */
    static Axis of(Curve curve) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < curve.steps(); i++) {
            if (!Double.isNaN(curve.low()[i])) {
                least = Math.min(least, curve.low()[i]);
                most = Math.max(most, curve.high()[i]);
            }
        }
        if (least > most) {
            return new Axis(0, 1, List.of());
        }
        double room = most - least > 1e-9 * Math.abs(most) ? 0.08 * (most - least) : Math.max(1e-3, 0.01 * most);
        return new Axis(least - room, most + room, ticks(least - room, most + room));
    }

    /** {@return where a number is, from 0 at the top to 1 at the bottom} */
    double place(double value) {
        return (most - value) / (most - least);
    }

    /** Multiples of 1, 2 or 5 times a power of ten. */
    private static List<BigDecimal> ticks(double least, double most) {
        double rough = (most - least) / WANTED_TICKS;
        int power = (int) Math.floor(Math.log10(rough));
        double leading = rough / Math.pow(10, power);
        BigDecimal step =
                BigDecimal.valueOf(leading < 2 ? 2 : leading < 5 ? 5 : 10).scaleByPowerOfTen(power);
        List<BigDecimal> ticks = new ArrayList<>();
        long from = (long) Math.ceil(least / step.doubleValue());
        for (long k = from; k * step.doubleValue() <= most; k++) {
            ticks.add(step.multiply(BigDecimal.valueOf(k)));
        }
        return ticks;
    }
}
