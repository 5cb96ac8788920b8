package io.vsr4j.cli;

import io.vsr4j.models.ModelPart;
import java.util.Locale;

/** Large numbers in short. */
final class Rounded {
    private static final double THOUSAND = 1e3;
    private static final double MILLION = 1e6;
    private static final double BILLION = 1e9;
    private static final double TRILLION = 1e12;

    private Rounded() {}

    /** In the unit that the paper uses, so that the two can be compared. */
    static String parameters(ModelPart part) {
        long count = part.parameters();
        if (part.paper().contains(" B") || count >= BILLION) {
            return String.format(Locale.ROOT, "%.3f B", count / BILLION);
        }
        if (count >= 100 * MILLION) {
            return String.format(Locale.ROOT, "%.1f M", count / MILLION);
        }
        if (count >= MILLION) {
            return String.format(Locale.ROOT, "%.3f M", count / MILLION);
        }
        return String.format(Locale.ROOT, "%.3f K", count / THOUSAND);
    }

    static String macs(long count) {
        return count >= TRILLION / 100
                ? String.format(Locale.ROOT, "%.2f T", count / TRILLION)
                : String.format(Locale.ROOT, "%.2f G", count / BILLION);
    }
}
