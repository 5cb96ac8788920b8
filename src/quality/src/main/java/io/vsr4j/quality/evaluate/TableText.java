package io.vsr4j.quality.evaluate;

import io.vsr4j.models.ModelWork;
import io.vsr4j.quality.MetricCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words and numbers that a table has, however it is drawn. */
final class TableText {
    private TableText() {}

    /** {@return the heads of a set's columns} */
    static List<String> heads(SetTable table) {
        List<String> heads = new ArrayList<>(List.of("model", "clips"));
        for (MetricCard card : table.metrics()) {
            heads.add(head(card));
        }
        heads.addAll(List.of("s a clip", "frames a s", "peak MB", "parameters", "MACs"));
        return heads;
    }

    private static String head(MetricCard card) {
        return card.id()
                + switch (card.better()) {
                    case HIGHER -> " \u2191";
                    case LOWER -> " \u2193";
                    case NEITHER -> "";
                };
    }

    /** {@return the cells of a model} */
    static List<String> cells(SetTable table, SetTable.Row row) {
        List<String> cells = new ArrayList<>();
        int wanted = table.set().clips().size();
        int done = row.results().size();
        cells.add(row.model());
        cells.add(done == wanted ? Integer.toString(done) : done + " of " + wanted);
        for (MetricCard card : table.metrics()) {
            String few = row.count(card.id()) < done ? " (" + row.count(card.id()) + ")" : "";
            cells.add(row.mean(card.id()).isEmpty() ? "-" : number(row.mean(card.id())) + few);
        }
        cells.add(number(row.seconds()));
        cells.add(number(row.framesPerSecond()));
        cells.add(
                row.peakBytes().isEmpty()
                        ? "-"
                        : String.format(Locale.ROOT, "%.0f", row.peakBytes().getAsDouble() / 1e6));
        cells.add(row.figures().parameters() == 0 ? "-" : large(row.figures().parameters()));
        cells.add(row.figures().work().map(TableText::macs).orElse("-"));
        return cells;
    }

    /** {@return the cells of a paper's row} */
    static List<String> cells(SetTable table, Papers.Row row) {
        List<String> cells = new ArrayList<>();
        cells.add(row.method() + " (paper of " + row.paper() + ")");
        cells.add("");
        for (MetricCard card : table.metrics()) {
            cells.add(row.metrics().getOrDefault(card.id(), ""));
        }
        cells.addAll(List.of("", "", "", "", ""));
        return cells;
    }

    /** {@return four decimals below ten, else two; a dash if there is none} */
    static String number(OptionalDouble value) {
        return value.isEmpty() ? "-" : number(value.getAsDouble());
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "\u221e" : "-\u221e";
        }
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.4f" : "%.2f", value);
    }

    private static String macs(ModelWork work) {
        return large(work.total()) + " for " + work.frames() + (work.frames() == 1 ? " frame" : " frames") + " of "
                + work.width() + "x" + work.height();
    }

    private static String large(long count) {
        if (count >= 1e12) {
            return String.format(Locale.ROOT, "%.2f T", count / 1e12);
        }
        if (count >= 1e9) {
            return String.format(Locale.ROOT, "%.2f G", count / 1e9);
        }
        return count >= 1e6
                ? String.format(Locale.ROOT, "%.2f M", count / 1e6)
                : String.format(Locale.ROOT, "%.1f k", count / 1e3);
    }

    /** {@return everything about a metric, in sentences} */
    static String words(MetricCard card) {
        return Stream.of(
                        card.title() + ": " + card.definition(),
                        "Computed on " + card.input(),
                        "Left out: " + card.crop(),
                        "Source: " + card.source(),
                        card.licence())
                .filter(words -> !words.isEmpty())
                .map(words -> words.endsWith(".") ? words : words + ".")
                .collect(Collectors.joining(" "));
    }

    /** {@return what failed and why, on one line} */
    static String words(RunFailure failure) {
        String why = failure.cause().getMessage();
        return failure.what() + ": " + (why == null ? failure.cause().getClass().getSimpleName() : why);
    }

    /** {@return text of one line, as terminals and pages may be shown it} */
    static String plain(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
    }
}
