package io.vsr4j.quality.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them. */
public final class Figures {
    private static final MathContext FIVE_FIGURES = new MathContext(5);

    private Figures() {}

    /**
     * Rounds to five figures.
     *
     * @param value any number
     * @return such as {@code 31.204}, {@code infinite}, or a dash for what is not a number
     */
    public static String of(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "infinite" : "-infinite";
        }
        BigDecimal rounded = new BigDecimal(value).round(FIVE_FIGURES);
        boolean plain = value == 0 || Math.abs(value) >= 1e-4 && Math.abs(value) < 1e7;
        return plain ? plain(rounded) : String.format(Locale.ROOT, "%.4e", value);
    }

    private static String plain(BigDecimal value) {
        return (value.scale() < 0 ? value.setScale(0) : value).toPlainString();
    }

    /** {@return a time in the film, such as {@code 1:02:03.400}} */
    static String time(double seconds) {
        long millis = Math.round(Math.abs(seconds) * 1000);
        String sign = seconds < 0 && millis > 0 ? "-" : "";
        String rest = String.format(Locale.ROOT, "%d.%03d", millis / 1000 % 60, millis % 1000);
        if (millis < 60_000) {
            return sign + rest + " s";
        }
        long minutes = millis / 60_000;
        String padded = millis / 1000 % 60 < 10 ? "0" + rest : rest;
        return minutes < 60
                ? sign + minutes + ":" + padded
                : sign + String.format(Locale.ROOT, "%d:%02d:", minutes / 60, minutes % 60) + padded;
    }
}
