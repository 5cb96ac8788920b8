package io.vsr4j.models.network;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The {@code config.json} of a network, in diffusers' names. It decides every size. It is read as an enemy's: a value of
 * another kind or out of range is a {@link CheckpointException} that names the file, the entry, and the rule.
 *
 * @param name what to call it in messages
 * @param json its entries
 */
public record Config(String name, JsonObject json) {
    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_NUMBER = 1 << 20;
    private static final int MAX_ENTRIES = 1024;

    /**
     * Reads a file.
     *
     * @param file a JSON object, of at most 16 MiB
     * @return the configuration
     * @throws CheckpointException if there is none, or it is not a JSON object
     * @throws IOException if it cannot be read
     */
    public static Config read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException(file + " is missing; the folder must be in diffusers' arrangement, and"
                    + " 'vsr convert' makes such a one of other files");
        }
        return new Config(file.toString(), JsonFile.object(file, MAX_BYTES));
    }

    /**
     * A number that sizes something.
     *
     * @param key its name
     * @param otherwise its value where the file has none
     * @return 0 to 1048576
     */
    public int number(String key, int otherwise) {
        return has(key) ? of(key, "a whole number from 0 to " + MAX_NUMBER, Config::number) : otherwise;
    }

    /**
     * A number that sizes something and has no default.
     *
     * @param key its name
     * @return 1 to 1048576
     */
    public int number(String key) {
        int value = of(key, "a whole number from 1 to " + MAX_NUMBER, Config::number);
        require(value > 0, key, "a whole number from 1 to " + MAX_NUMBER);
        return value;
    }

    /**
     * A number that sizes something, which must be there.
     *
     * @param key its name
     * @param otherwise its value where the file has none
     * @return 1 to 1048576
     */
    public int positive(String key, int otherwise) {
        int value = number(key, otherwise);
        require(value > 0, key, "a whole number from 1 to " + MAX_NUMBER);
        return value;
    }

    /**
     * A list of numbers that size something.
     *
     * @param key its name
     * @return each 0 to 1048576
     */
    public List<Integer> numbers(String key) {
        return list(key, "a list of whole numbers from 0 to " + MAX_NUMBER, Config::number);
    }

    /**
     * A list of fractions.
     *
     * @param key its name
     * @return finite numbers
     */
    public List<Double> fractions(String key) {
        return list(key, "a list of numbers", Config::fraction);
    }

    /**
     * A fraction.
     *
     * @param key its name
     * @param otherwise its value where the file has none
     * @return a finite number
     */
    public double fraction(String key, double otherwise) {
        return has(key) ? of(key, "a number", Config::fraction) : otherwise;
    }

    /**
     * A switch.
     *
     * @param key its name
     * @param otherwise its value where the file has none
     * @return the switch
     */
    public boolean flag(String key, boolean otherwise) {
        return has(key) ? of(key, "true or false", Config::flag) : otherwise;
    }

    /**
     * A list of switches.
     *
     * @param key its name
     * @return the switches
     */
    public List<Boolean> flags(String key) {
        return list(key, "a list of true or false", Config::flag);
    }

    /**
     * A word.
     *
     * @param key its name
     * @param otherwise its value where the file has none
     * @return the word
     */
    public String text(String key, String otherwise) {
        return has(key) ? of(key, "text", Config::text) : otherwise;
    }

    /**
     * A list of words.
     *
     * @param key its name
     * @return the words
     */
    public List<String> texts(String key) {
        return list(key, "a list of texts", Config::text);
    }

    /**
     * A part of its own.
     *
     * @param key its name
     * @return the part
     */
    public Config part(String key) {
        return new Config(name + " " + key, of(key, "an object", JsonElement::getAsJsonObject));
    }

    /** {@return whether the entry is there and not null} */
    public boolean has(String key) {
        return json.has(key) && !json.get(key).isJsonNull();
    }

    /**
     * Refuses a value.
     *
     * @param holds what must be so
     * @param key the entry
     * @param rule what it must be
     * @throws CheckpointException if it is not so
     */
    public void require(boolean holds, String key, String rule) {
        if (!holds) {
            throw wrong(key, rule);
        }
    }

    private <T> T of(String key, String rule, Function<JsonElement, T> read) {
        if (!has(key)) {
            throw new CheckpointException(name + ": there is no '" + key + "'; it must be " + rule);
        }
        try {
            return read.apply(json.get(key));
        } catch (RuntimeException e) {
            throw wrong(key, rule);
        }
    }

    private <T> List<T> list(String key, String rule, Function<JsonElement, T> read) {
        return of(key, rule, element -> {
            List<T> values = new ArrayList<>();
            if (element.getAsJsonArray().size() > MAX_ENTRIES) {
                throw new IllegalArgumentException("too long");
            }
            element.getAsJsonArray().forEach(one -> values.add(read.apply(one)));
            return values;
        });
    }

    private CheckpointException wrong(String key, String rule) {
        String got = String.valueOf(json.get(key));
        return new CheckpointException(name + ": '" + key + "' is "
                + (got.length() > 80 ? got.substring(0, 80) + "..." : got) + "; it must be " + rule);
    }

    private static int number(JsonElement element) {
        double value = fraction(element);
        if (value != Math.rint(value) || value < 0 || value > MAX_NUMBER) {
            throw new IllegalArgumentException("out of range");
        }
        return (int) value;
    }

    private static double fraction(JsonElement element) {
        double value = element.getAsJsonPrimitive().getAsNumber().doubleValue();
        if (!element.getAsJsonPrimitive().isNumber() || !Double.isFinite(value)) {
            throw new IllegalArgumentException("no number");
        }
        return value;
    }

    private static boolean flag(JsonElement element) {
        if (!element.getAsJsonPrimitive().isBoolean()) {
            throw new IllegalArgumentException("no switch");
        }
        return element.getAsBoolean();
    }

    private static String text(JsonElement element) {
        if (!element.getAsJsonPrimitive().isString()) {
            throw new IllegalArgumentException("no text");
        }
        return element.getAsString();
    }
}
