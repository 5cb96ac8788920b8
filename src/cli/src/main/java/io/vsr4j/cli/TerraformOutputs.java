package io.vsr4j.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.upscale.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What {@code terraform output -json} says of a service. Outputs that are not about it are not read. */
final class TerraformOutputs {
    private static final Pattern BUCKET = Pattern.compile("(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]{2,12}){1,3}-[0-9]{1,2}");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]{0,40}");
    private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9_-]{1,30}");
    private static final int MOST_SHOWN = 60;

    private final String source;
    private final JsonObject outputs;

    private TerraformOutputs(String source, JsonObject outputs) {
        this.source = source;
        this.outputs = outputs;
    }

    /**
     * {@return settings of the service by name, as {@link ServiceSettings} knows them}
     *
     * @param source what a user knows the text by
     * @param json the text
     * @throws InvalidRequestException if it is not that, or a value cannot be used; says which
     */
    static SortedMap<String, String> settings(String source, String json) {
        try {
            return new TerraformOutputs(source, JsonParser.parseString(json).getAsJsonObject()).settings();
        } catch (JsonParseException | IllegalStateException e) {
            throw new InvalidRequestException(
                    source + " is not what 'terraform output -json' prints: no object of JSON");
        }
    }

    private SortedMap<String, String> settings() {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("bucket", text("bucket", value("bucket"), BUCKET, "a bucket's name"));
        settings.put("region", text("region", value("region"), REGION, "a region, such as eu-central-1"));
        settings.put(
                "queue-prefix",
                text("queue_prefix", value("queue_prefix"), PREFIX, "at most 40 letters, digits, - and _"));
        settings.put("queues", String.join(",", queues(value("queues"))));
        defaults(value("defaults")).forEach((name, value) -> settings.put("defaults." + name, value));
        check(settings);
        return settings;
    }

    private JsonElement value(String name) {
        JsonElement output = outputs.get(name);
        JsonElement value = output != null && output.isJsonObject()
                ? output.getAsJsonObject().get("value")
                : null;
        if (value == null) {
            throw new InvalidRequestException(
                    source + " has no output '" + name + "'; run 'terraform output -json' after"
                            + " 'terraform apply', in a folder with the outputs of infra-terraform/examples/minimal");
        }
        return value;
    }

    private List<String> queues(JsonElement value) {
        List<String> queues = new ArrayList<>();
        if (value.isJsonArray()) {
            value.getAsJsonArray().forEach(name -> queues.add(text("queues", name, QUEUE, "letters, digits, - and _")));
        }
        if (queues.isEmpty()) {
            throw wrong("queues", value, "a list of names, the most urgent first");
        }
        return queues;
    }

    private Map<String, String> defaults(JsonElement value) {
        if (!value.isJsonObject()
                || !value.getAsJsonObject().asMap().values().stream().allMatch(TerraformOutputs::isOneLine)) {
            throw wrong("defaults", value, "settings of jobs with a value each, of one line");
        }
        Map<String, String> defaults = new TreeMap<>();
        value.getAsJsonObject().asMap().forEach((name, setting) -> defaults.put(name, setting.getAsString()));
        return defaults;
    }

    private static boolean isOneLine(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsString().chars().noneMatch(Character::isISOControl);
    }

    /** Settings of jobs are checked where those of the service are. */
    private void check(SortedMap<String, String> settings) {
        try {
            new ServiceSettings(settings).config();
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(source + ": output 'defaults': " + e.getMessage());
        }
    }

    private String text(String name, JsonElement value, Pattern form, String rule) {
        boolean isText = value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
        if (!isText || !form.matcher(value.getAsString()).matches()) {
            throw wrong(name, value, rule);
        }
        return value.getAsString();
    }

    private InvalidRequestException wrong(String name, JsonElement value, String rule) {
        String got = value.toString().replaceAll("\\p{Cntrl}", "?");
        return new InvalidRequestException(source + ": output '" + name + "' must be " + rule + ", got "
                + (got.length() <= MOST_SHOWN ? got : got.substring(0, MOST_SHOWN) + "..."));
    }
}
