package io.vsr4j.sizing;

import java.util.Locale;

/** Spans of time for people. */
public final class Spans {
    private Spans() {}

    /** {@return seconds, minutes or hours, whichever is easiest to read} */
    public static String text(double seconds) {
        if (Double.isInfinite(seconds)) {
            return "never";
        }
        if (seconds < 120) {
            return String.format(Locale.ROOT, seconds < 10 ? "%.3g s" : "%.0f s", seconds);
        }
        return String.format(
                Locale.ROOT, seconds < 7200 ? "%.1f min" : "%.2f h", seconds / (seconds < 7200 ? 60 : 3600));
    }
}
