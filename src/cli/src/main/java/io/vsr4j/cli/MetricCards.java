package io.vsr4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.models.WeightsPart;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What metrics say of themselves. */
record MetricCards(List<Metric> metrics) {
    void print(PrintWriter out, boolean json) {
        if (json) {
            JsonArray cards = new JsonArray();
            metrics.forEach(metric -> cards.add(json(metric.card())));
            JsonObject object = new JsonObject();
            object.add("metrics", cards);
            out.println(Json.text(object));
        } else {
            metrics.forEach(metric -> print(out, metric.card()));
        }
        out.flush();
    }

    private static void print(PrintWriter out, MetricCard card) {
        out.println(card.id() + ": " + card.title() + ", " + better(card)
                + (card.reference() ? "" : ", without a reference"));
        line(out, "is", card.definition());
        line(out, "on", card.input());
        line(out, "leaves out", card.crop());
        line(out, "from", card.source());
        for (WeightsPart part : card.weights()) {
            line(out, "needs", "DIR/" + part.name() + "*, " + part.role() + ": " + part.origin());
        }
        line(out, "terms", card.licence());
    }

    private static void line(PrintWriter out, String name, String words) {
        if (!words.isEmpty()) {
            out.printf(Locale.ROOT, "  %-10s  %s%n", name, words);
        }
    }

    /** {@return which numbers are good, in words} */
    static String better(MetricCard card) {
        return switch (card.better()) {
            case HIGHER -> "higher is better";
            case LOWER -> "lower is better";
            case NEITHER -> "describes";
        };
    }

    /** {@return a card as JSON} */
    static JsonObject json(MetricCard card) {
        JsonObject object = new JsonObject();
        object.addProperty("id", card.id());
        object.addProperty("title", card.title());
        object.addProperty("better", card.better().name().toLowerCase(Locale.ROOT));
        object.addProperty("reference", card.reference());
        object.addProperty("definition", card.definition());
        object.addProperty("input", card.input());
        object.addProperty("crop", card.crop());
        object.addProperty("source", card.source());
        object.add("weights", Json.tree(card.weights()));
        object.addProperty("licence", card.licence());
        return object;
    }
}
