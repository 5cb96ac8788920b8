package io.vsr4j.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;

/** JSON as the commands print it: one object, readable, no number that JSON lacks. */
final class Json {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private Json() {}

    static String text(JsonElement object) {
        return GSON.toJson(object);
    }

    /** {@return strings, maps, records and lists of them as JSON} */
    static JsonElement tree(Object value) {
        return GSON.toJsonTree(value);
    }

    /** {@return the value with at most three decimals; 0 for what is not a number} */
    static double rounded(double value) {
        return Double.isFinite(value) ? Math.round(value * 1000) / 1000.0 : 0;
    }
}
