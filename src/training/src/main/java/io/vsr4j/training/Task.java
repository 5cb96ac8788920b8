package io.vsr4j.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One system's training: its networks, what of them is learned, where samples come from, and what a step does with them.
 *
 * <pre>{@code
 * for (Phase<S> phase : task.phases()) {
 *     Terms terms = phase.terms(sample, draw, scope);  // with gradients recorded
 *     ... backward, clip, update phase.group()
 * }
 * }</pre>
 *
 * @param <S> what a step looks at
 */
public interface Task<S> extends AutoCloseable {
    /** {@return what is learned; the names differ} */
    List<ParameterGroup> groups();

    /** {@return what a step does, in order: say, the network's update and then its critic's} */
    List<Phase<S>> phases();

    /**
     * Makes a sample. Called by several threads at once, ahead of the step that uses it, and not with gradients recorded.
     *
     * @param index which one; the result depends on nothing else
     * @param owner owns the sample's tensors, and is closed when the step is over
     * @return the sample
     * @throws IOException if data cannot be read
     */
    S sample(long index, NDManager owner) throws IOException;

    /**
     * Shows what has been learned on a sample, for the page of the training. Called now and then with the first sample, not
     * with gradients recorded; must not change what later steps do.
     *
     * @param sample as {@link #sample} gave it
     * @param scope for what is computed
     * @return pictures side by side, such as the input, the result and the target; none by default
     */
    default List<Shown> show(S sample, NDManager scope) {
        return List.of();
    }

    /**
     * Measures what has been learned on sources that are not learned from. Called every so many steps, with averages in the
     * parameters' places where there are any, and not with gradients recorded; must not change what later steps do.
     *
     * @return figures by name, for the log; none by default
     * @throws IOException if data cannot be read
     */
    default Map<String, Double> validate() throws IOException {
        return Map.of();
    }

    /**
     * Writes what has been learned as a weights folder that {@code vsr upscale --weights} reads.
     *
     * @param target where the folder will be; nothing is there yet
     * @throws IOException if it cannot be written
     */
    void save(Path target) throws IOException;

    /** Frees the networks. */
    @Override
    void close();
}
