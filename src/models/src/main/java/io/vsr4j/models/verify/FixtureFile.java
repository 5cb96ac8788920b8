package io.vsr4j.models.verify;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vsr4j.tensor.TensorFile;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One file of reference numbers, with what the manifest says of it.
 *
 * @param name of the file
 * @param kind such as {@code io}
 * @param upstream what made its numbers, such as {@code diffusers.UniPCMultistepScheduler}
 * @param config of what made its numbers; empty if the manifest has none
 * @param note what there is to know
 * @param io inputs and expected outputs
 * @param weights of the network, if it is one
 * @param tolerance the manifest's rules by output name, or one for all
 */
public record FixtureFile(
        String name,
        String kind,
        String upstream,
        JsonObject config,
        String note,
        TensorFile io,
        Optional<TensorFile> weights,
        JsonElement tolerance) {
    /**
     * Tells how far an output may be off.
     *
     * @param output name of the expected tensor
     * @param peak its largest absolute value
     * @return the largest absolute difference that is allowed of any element; 0 for bit for bit
     */
    public double tolerance(String output, double peak) {
        return SchedulerTolerance.of(tolerance, output, peak);
    }

    /** Refuses a configuration in which a key is there with a value that is not implemented. */
    void require(String key, Predicate<JsonElement> rule, String expected) {
        JsonElement value = config.get(key);
        if (value != null && !rule.test(value)) {
            throw new IllegalArgumentException(name + ": config." + key + " must be " + expected + ", got " + value
                    + "; others are not implemented");
        }
    }

    /** Refuses a configuration in which a key has another value than the one that is implemented. */
    void require(String key, Object only) {
        require(key, value -> value.getAsString().equals(only.toString()), only.toString());
    }
}
