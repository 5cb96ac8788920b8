package io.vsr4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vsr4j.quality.Comparison;
import io.vsr4j.quality.Comparison.MetricResult;
import io.vsr4j.quality.Score;

/**
 * What came of a comparison, as JSON. JSON has no infinite numbers, and PSNR of equal pictures is one by some definitions:
 * such a number is the text {@code "inf"} or {@code "-inf"}; one that is none at all is null in a list,
 * and left out elsewhere.
 */
final class ComparisonJson {
    private ComparisonJson() {}

    /**
     * {@return one object}
     *
     * @param comparison what came of it
     * @param crop pixels that were left out at each border
     * @param seed of what was drawn at random
     */
    static JsonObject of(Comparison comparison, int crop, long seed) {
        JsonObject object = new JsonObject();
        object.addProperty("reference", comparison.reference());
        object.addProperty("output", comparison.output());
        object.addProperty("width", comparison.width());
        object.addProperty("height", comparison.height());
        object.addProperty("frames", comparison.times().length);
        object.addProperty("crop", crop);
        object.addProperty("seed", seed);
        object.add("remarks", Json.tree(comparison.remarks()));
        JsonArray metrics = new JsonArray();
        comparison.results().forEach(result -> metrics.add(json(result)));
        object.add("metrics", metrics);
        object.add("times", array(comparison.times()));
        return object;
    }

    private static JsonObject json(MetricResult result) {
        JsonObject object = MetricCards.json(result.card());
        Score score = result.score();
        if (score == null) {
            object.add("value", JsonNull.INSTANCE);
            object.addProperty("problem", result.problem());
            return object;
        }
        object.add("value", number(score.value()));
        JsonObject parts = new JsonObject();
        score.parts().forEach((name, value) -> parts.add(name, number(value)));
        object.add("parts", parts);
        object.add("per_frame", array(score.frames()));
        return object;
    }

    private static JsonArray array(double[] values) {
        JsonArray array = new JsonArray(values.length);
        for (double value : values) {
            array.add(number(value));
        }
        return array;
    }

    private static JsonElement number(double value) {
        if (Double.isNaN(value)) {
            return JsonNull.INSTANCE;
        }
        return Double.isInfinite(value) ? new JsonPrimitive(value > 0 ? "inf" : "-inf") : new JsonPrimitive(value);
    }
}
