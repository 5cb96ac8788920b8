package io.vsr4j.quality.report;

import io.vsr4j.models.WeightsPart;
import io.vsr4j.quality.Comparison.MetricResult;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import io.vsr4j.quality.Score;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A number for the whole video from each metric, and behind its name what the number is. */
final class NumbersSection {
    private static final List<String> COLUMNS = List.of("Metric", "Value", "Good is", "Worst frame");

    private NumbersSection() {}

    static void write(Html html, Report report, List<ShownFrame> shown) {
        html.open("section", "id", "numbers", "aria-labelledby", "numbers-title");
        html.element("h2", "Numbers", "id", "numbers-title").line();
        html.open("div", "class", "scroll").open("table");
        html.open("thead").open("tr");
        COLUMNS.forEach(column -> html.element("th", column, "scope", "col"));
        html.close("tr").close("thead").line();
        for (MetricResult result : report.comparison().results()) {
            html.open("tbody", "id", "metric-" + result.card().id());
            row(html, result, shown);
            definition(html, result.card());
            html.close("tbody").line();
        }
        html.close("table").close("div").close("section").line();
    }

    private static void row(Html html, MetricResult result, List<ShownFrame> shown) {
        html.open("tr").element("th", result.card().title(), "scope", "row");
        if (result.score() == null) {
            html.open("td", "colspan", "3")
                    .element("span", "Not computed. " + result.problem(), "class", "problem")
                    .close("td");
        } else {
            html.open("td").element("span", Figures.of(result.score().value()), "class", "number");
            parts(html, result.score());
            html.close("td");
            html.element("td", words(result.card().better()));
            html.open("td");
            worst(html, result, shown);
            html.close("td");
        }
        html.close("tr").line();
    }

    private static void parts(Html html, Score score) {
        if (!score.parts().isEmpty()) {
            String parts = new TreeMap<>(score.parts())
                    .entrySet().stream()
                            .map(part -> part.getKey() + " " + Figures.of(part.getValue()))
                            .collect(Collectors.joining(", "));
            html.element("p", parts, "class", "quiet");
        }
    }

    private static String words(Better better) {
        return switch (better) {
            case HIGHER -> "↑ higher";
            case LOWER -> "↓ lower";
            case NEITHER -> "–";
        };
    }

    private static void worst(Html html, MetricResult result, List<ShownFrame> shown) {
        List<Integer> worst = result.card().better() == Better.NEITHER ? List.of() : WorstFrames.of(result, 1);
        if (worst.isEmpty()) {
            html.text("–");
            return;
        }
        int frame = worst.get(0);
        String words = Figures.of(result.score().frames()[frame]) + ", frame " + frame;
        if (shown.stream().anyMatch(s -> s.index() == frame)) {
            html.element("a", words, "href", "#frame-" + frame);
        } else {
            html.text(words);
        }
    }

    private static void definition(Html html, MetricCard card) {
        html.open("tr", "class", "about").open("td", "colspan", String.valueOf(COLUMNS.size()));
        html.open("details").open("summary").text("What is this?");
        html.element("span", " " + card.title(), "class", "unseen").close("summary");
        html.open("dl");
        entry(html, "Definition", card.definition());
        entry(html, "Compares", card.reference() ? "with the reference" : "with nothing: it looks at the output alone");
        entry(html, "Computed on", card.input());
        entry(html, "Left out", card.crop());
        entry(html, "Source", card.source());
        entry(html, "Files", card.weights().stream().map(NumbersSection::words).collect(Collectors.joining("; ")));
        entry(html, "Terms", card.licence());
        html.close("dl").close("details").close("td").close("tr").line();
    }

    private static String words(WeightsPart part) {
        return part.name() + ": " + part.role() + ", from " + part.origin();
    }

    private static void entry(Html html, String name, String words) {
        if (!words.isBlank()) {
            html.element("dt", name).element("dd", words);
        }
    }
}
