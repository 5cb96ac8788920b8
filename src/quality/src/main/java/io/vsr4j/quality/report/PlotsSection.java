package io.vsr4j.quality.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vsr4j.quality.Comparison;
import io.vsr4j.quality.Comparison.MetricResult;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;

/** Each metric frame by frame. Pointing at one plot, or moving the range above, tells the numbers of a frame in all of them. */
final class PlotsSection {
    private static final MathContext SIX_FIGURES = new MathContext(6);

    private PlotsSection() {}

    private static List<MetricResult> plotted(Comparison comparison) {
        return comparison.results().stream()
                .filter(r ->
                        r.score() != null && Arrays.stream(r.score().frames()).anyMatch(Double::isFinite))
                .toList();
    }

    static void write(Html html, Comparison comparison, List<ShownFrame> shown) {
        List<MetricResult> plotted = plotted(comparison);
        if (plotted.isEmpty()) {
            return;
        }
        int frames = comparison.times().length;
        html.open("section", "id", "plots", "aria-labelledby", "plots-title");
        html.element("h2", "Frame by frame", "id", "plots-title").line();
        html.open("div", "class", "cursor-row").element("label", "Frame", "for", "cursor");
        html.open(
                "input",
                "id",
                "cursor",
                "type",
                "range",
                "min",
                "0",
                "max",
                "" + (Curve.steps(frames) - 1),
                "value",
                "0");
        html.element("output", "", "id", "cursor-words", "for", "cursor")
                .close("div")
                .line();
        if (frames > Curve.MOST_STEPS) {
            html.element(
                    "p",
                    "A step of the curves is about " + Math.round(frames / (double) Curve.MOST_STEPS)
                            + " frames: their mean, and from their smallest to their largest number.",
                    "class",
                    "quiet");
        }
        for (MetricResult result : plotted) {
            figure(html, result, comparison, shown);
        }
        html.close("section").line();
    }

    private static void figure(Html html, MetricResult result, Comparison comparison, List<ShownFrame> shown) {
        String id = result.card().id();
        int frames = comparison.times().length;
        html.open("figure", "data-metric", id).open("figcaption");
        html.element("span", result.card().title(), "class", "name");
        html.element("span", "", "class", "number reading").close("figcaption");
        List<Integer> marked =
                shown.stream().map(s -> Curve.stepOf(s.index(), frames)).toList();
        new Plot(Curve.of(result.score().frames())).draw(html, words(result), marked);
        html.open("div", "class", "ends quiet");
        html.element("span", Figures.time(comparison.times()[0]));
        html.element("span", Figures.time(comparison.times()[frames - 1])).close("div");
        html.close("figure").line();
    }

    private static String words(MetricResult result) {
        double[] values = result.score().frames();
        double least = Arrays.stream(values).filter(Double::isFinite).min().orElseThrow();
        double most = Arrays.stream(values).filter(Double::isFinite).max().orElseThrow();
        return result.card().title() + " of each frame, from " + Figures.of(least) + " to " + Figures.of(most);
    }

    /** What the script reads aloud. */
    static void data(Html html, Comparison comparison) {
        int frames = comparison.times().length;
        int steps = Curve.steps(frames);
        JsonObject data = new JsonObject();
        data.addProperty("frames", frames);
        double[] seconds = new double[steps];
        for (int step = 0; step < steps; step++) {
            seconds[step] = comparison.times()[Curve.first(step, frames)];
        }
        data.add("seconds", array(seconds));
        JsonObject curves = new JsonObject();
        for (MetricResult result : plotted(comparison)) {
            Curve curve = Curve.of(result.score().frames());
            JsonObject one = new JsonObject();
            one.add("mean", array(curve.mean()));
            if (frames > steps) {
                one.add("low", array(curve.low()));
                one.add("high", array(curve.high()));
            }
            curves.add(result.card().id(), one);
        }
        data.add("curves", curves);
        // Gson writes <, > and & as escapes, so that no name can end the element.
        html.open("script", "type", "application/json", "id", "data")
                .trusted(new Gson().toJson(data))
                .close("script")
                .line();
    }

    private static JsonArray array(double[] values) {
        JsonArray array = new JsonArray();
        for (double value : values) {
            array.add(
                    Double.isFinite(value)
                            ? new JsonPrimitive(new BigDecimal(value).round(SIX_FIGURES))
                            : JsonNull.INSTANCE);
        }
        return array;
    }
}
