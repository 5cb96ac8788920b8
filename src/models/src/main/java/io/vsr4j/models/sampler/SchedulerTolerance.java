package io.vsr4j.models.sampler;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the tolerances of scheduler files: one rule for the whole file, or one for each part of a tensor's name and one
 * for {@code others}. A rule is a number, the word "exact", or a number "times the largest absolute value".
 */
final class SchedulerTolerance {
    private static final Pattern RELATIVE =
            Pattern.compile("(\\S+) times the largest absolute value[^,]*(?:, at least (\\S+))?");

    private SchedulerTolerance() {}

    static double of(JsonElement rules, String output, double peak) {
        JsonElement rule = rules instanceof JsonObject byName ? find(byName, output) : rules;
        if (rule == null) {
            throw new IllegalArgumentException("the manifest has no tolerance for " + output);
        }
        String text = rule.getAsString();
        if (text.startsWith("exact")) {
            return 0;
        }
        Matcher relative = RELATIVE.matcher(text);
        if (relative.matches()) {
            double atLeast = relative.group(2) == null ? 0 : Double.parseDouble(relative.group(2));
            return Math.max(atLeast, Double.parseDouble(relative.group(1)) * peak);
        }
        return Double.parseDouble(text);
    }

    private static JsonElement find(JsonObject byName, String output) {
        for (String part : output.split("\\.")) {
            if (byName.has(part)) {
                return byName.get(part);
            }
        }
        return byName.get("others");
    }
}
