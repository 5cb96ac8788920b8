package io.vsr4j.models.verify;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One file of a {@link FixtureSet}, with what the manifest says of it.
 *
 * @param folder of the set
 * @param name of the file in it
 * @param entry its whole entry
 */
public record FixtureFile(Path folder, String name, JsonObject entry) {
    /** {@return where it lies} */
    public Path path() {
        return folder.resolve(name);
    }

    /** {@return {@code io}, {@code weights}, {@code checkpoint} or {@code data}} */
    public String kind() {
        return text("kind").orElse("");
    }

    /** {@return what made its numbers, such as {@code diffusers.UNet2DConditionModel}} */
    public String upstream() {
        return text("upstream").orElse("");
    }

    /** {@return the configuration of what made its numbers; empty if there is none} */
    public Config config() {
        JsonElement config = entry.get("config");
        return new Config(
                name + " config",
                config != null && config.isJsonObject() ? config.getAsJsonObject() : new JsonObject());
    }

    /** {@return the file of the network's weights} */
    public Path weights() {
        return sibling("weights");
    }

    /** {@return the file that holds the same tensors in another format} */
    public Path twin() {
        return sibling("twin");
    }

    /** {@return the manifest's rule for the file, in one of several forms; null if there is none} */
    public JsonElement tolerance() {
        return entry.get("tolerance");
    }

    /** {@return a text of its entry} */
    public Optional<String> text(String key) {
        JsonElement value = entry.get(key);
        return value != null && value.isJsonPrimitive() ? Optional.of(value.getAsString()) : Optional.empty();
    }

    /**
     * Refuses a configuration in which a key is there with a value that is not implemented.
     *
     * @param key the entry
     * @param rule what is implemented
     * @param expected the same in words
     * @throws CheckpointException if it is there and of no such value
     */
    public void require(String key, Predicate<JsonElement> rule, String expected) {
        Config config = config();
        config.require(
                !config.has(key) || rule.test(config.json().get(key)), key, expected + "; others are not implemented");
    }

    /**
     * Refuses a configuration in which a key has another value than the one that is implemented.
     *
     * @param key the entry
     * @param only its value, if it is there
     * @throws CheckpointException if it is there and another
     */
    public void require(String key, Object only) {
        require(key, value -> value.isJsonPrimitive() && value.getAsString().equals(only.toString()), only.toString());
    }

    private Path sibling(String key) {
        String other = text(key)
                .orElseThrow(
                        () -> new CheckpointException("manifest.json: " + name + " names no file under '" + key + "'"));
        return FixtureSet.inside(folder, other);
    }
}
