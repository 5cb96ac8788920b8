package io.vsr4j.functions.job;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.models.ColourMatch;
import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.UpscaleSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What was asked for one video, by name: the service's defaults, then a side-car {@code NAME.json}, then metadata of the
 * object ({@code x-amz-meta-vsr-model: compact}), the later ones first. Names are those of the command line's options.
 *
 * @param values as they were given
 */
public record JobSettings(SortedMap<String, String> values) {
    /** What metadata of ours begins with. */
    public static final String METADATA = "vsr-";

    private static final int ID_BYTES = 16;

    /**
     * Later maps win.
     *
     * @throws InvalidRequestException if a value is null, which JSON may say
     */
    @SafeVarargs
    public static JobSettings of(Map<String, String>... layers) {
        SortedMap<String, String> values = new TreeMap<>();
        for (Map<String, String> layer : layers) {
            layer.forEach((name, value) -> {
                if (value == null) {
                    throw new InvalidRequestException(
                            "setting '" + name + "' is null; give it a value, or leave it out");
                }
                values.put(name.toLowerCase(Locale.ROOT).replace('_', '-'), value.trim());
            });
        }
        return new JobSettings(values);
    }

    /**
     * {@return what a side-car says}
     *
     * @param name what messages call it
     * @throws InvalidRequestException if it is not one JSON object of plain values
     */
    public static Map<String, String> sideCar(String name, String json) {
        SortedMap<String, String> values = new TreeMap<>();
        try {
            JsonObject object = new Gson().fromJson(json, JsonObject.class);
            for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
                values.put(entry.getKey(), entry.getValue().getAsJsonPrimitive().getAsString());
            }
            return values;
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | NullPointerException e) {
            throw new InvalidRequestException(
                    name + " must be one JSON object of names and plain values, such as {\"model\": \"compact\"}", e);
        }
    }

    /** {@return what an object's metadata says} */
    public static Map<String, String> metadata(Map<String, String> metadata) {
        SortedMap<String, String> values = new TreeMap<>();
        metadata.forEach((name, value) -> {
            String plain = name.toLowerCase(Locale.ROOT);
            if (plain.startsWith(METADATA)) {
                values.put(plain.substring(METADATA.length()), value);
            }
        });
        return values;
    }

    /** {@return the id of the job that does this with a source: equal events give equal ids} */
    public String jobId(JobSource source) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((source.identity() + "\0" + new Gson().toJson(values)).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** {@return the queue that chunks go to, the service's last and least urgent one if nothing is said} */
    public Optional<String> queue() {
        return Optional.ofNullable(values.get("queue"));
    }

    /** {@return the container to write, by extension; that of the source if nothing is said} */
    public Optional<String> container() {
        return Optional.ofNullable(values.get("container"));
    }

    /**
     * {@return the settings}
     *
     * @param config where weights lie and what device there is: nothing that a job may say
     * @throws InvalidRequestException if a name is unknown or a value is not of its kind; whether a value fits the video
     *     is for the planner to say
     */
    public UpscaleSettings toUpscale(FunctionsConfig config) {
        SortedMap<String, String> left = new TreeMap<>(values);
        left.remove("queue");
        left.remove("container");
        UpscaleSettings.Network network = UpscaleSettings.Network.DEFAULTS;
        String model = text(left, "model").orElse(network.model());
        UpscaleSettings settings = new UpscaleSettings(
                new UpscaleSettings.Network(
                        model,
                        Optional.ofNullable(config.weights().get(model)),
                        integer(left, "scale"),
                        config.device(),
                        text(left, "dtype").orElse(network.dtype()),
                        integer(left, "threads"),
                        number(left, "memory"),
                        config.offload(),
                        whole(left, "seed").orElse(network.seed()),
                        text(left, "prompt")),
                new UpscaleSettings.Grid(
                        integer(left, "window"),
                        integer(left, "overlap"),
                        integer(left, "tile"),
                        integer(left, "chunk-frames"),
                        text(left, "colour").map(JobSettings::colour)),
                new UpscaleSettings.Output(
                        integer(left, "height"),
                        text(left, "codec"),
                        text(left, "preset"),
                        integer(left, "crf"),
                        text(left, "pix-fmt"),
                        OptionalDouble.empty(),
                        false),
                new UpscaleSettings.Part(micros(left, "from"), micros(left, "to")));
        if (!left.isEmpty()) {
            throw new InvalidRequestException("there is no setting '" + left.firstKey() + "'; there are model, scale,"
                    + " height, codec, preset, crf, pix-fmt, container, dtype, threads, memory, window, overlap, tile,"
                    + " chunk-frames, colour, seed, prompt, from, to, queue");
        }
        return settings;
    }

    private static ColourMatch colour(String text) {
        try {
            return ColourMatch.of(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(e.getMessage(), e);
        }
    }

    private static Optional<String> text(SortedMap<String, String> left, String name) {
        return Optional.ofNullable(left.remove(name));
    }

    private static OptionalInt integer(SortedMap<String, String> left, String name) {
        OptionalLong value = whole(left, name);
        if (value.isPresent() && value.getAsLong() != (int) value.getAsLong()) {
            throw new InvalidRequestException(name + " is too large, got " + value.getAsLong());
        }
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    private static OptionalLong whole(SortedMap<String, String> left, String name) {
        return parsed(left, name, "a whole number", Long::parseLong)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static OptionalDouble number(SortedMap<String, String> left, String name) {
        return parsed(left, name, "a number", Double::parseDouble)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    private static OptionalLong micros(SortedMap<String, String> left, String name) {
        return parsed(left, name, "seconds, 0 or more", text -> {
                    double seconds = Double.parseDouble(text);
                    if (!(seconds >= 0 && seconds < 1e9)) {
                        throw new NumberFormatException();
                    }
                    return Math.round(seconds * 1e6);
                })
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static <T> Optional<T> parsed(
            SortedMap<String, String> left, String name, String kind, Function<String, T> parser) {
        return text(left, name).map(text -> {
            try {
                return parser.apply(text);
            } catch (NumberFormatException e) {
                throw new InvalidRequestException(name + " must be " + kind + ", got '" + text + "'", e);
            }
        });
    }
}
