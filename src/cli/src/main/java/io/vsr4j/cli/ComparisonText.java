package io.vsr4j.cli;

import io.vsr4j.quality.Comparison;
import io.vsr4j.quality.Comparison.MetricResult;
import io.vsr4j.quality.report.Figures;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What came of a comparison, for people. */
record ComparisonText(Comparison comparison) {
    void print(PrintWriter out) {
        String against = comparison.reference() == null ? "" : " against " + shown(comparison.reference());
        int frames = comparison.times().length;
        out.printf(
                Locale.ROOT,
                "%s%s: %dx%d, %d %s%n",
                shown(comparison.output()),
                against,
                comparison.width(),
                comparison.height(),
                frames,
                frames == 1 ? "frame" : "frames");
        int width = comparison.results().stream()
                .mapToInt(r -> r.card().id().length())
                .max()
                .orElse(0);
        for (MetricResult result : comparison.results()) {
            out.printf(
                    Locale.ROOT,
                    "  %-" + Math.max(8, width) + "s  %s%n",
                    result.card().id(),
                    words(result));
        }
        comparison.remarks().forEach(remark -> out.println("note: " + shown(remark)));
    }

    private static String words(MetricResult result) {
        if (result.score() == null) {
            return "not computed: " + shown(result.problem());
        }
        String value = String.format(
                Locale.ROOT, "%-10s  %s", Figures.of(result.score().value()), MetricCards.better(result.card()));
        if (result.score().parts().isEmpty()) {
            return value;
        }
        return value
                + new TreeMap<>(result.score().parts())
                        .entrySet().stream()
                                .map(part -> part.getKey() + " " + Figures.of(part.getValue()))
                                .collect(Collectors.joining(", ", " (", ")"));
    }

    /** A name may hold what a terminal obeys. */
    private static String shown(String words) {
        return Failure.oneLine(words).replaceAll("\\p{Cntrl}", "?");
    }
}
