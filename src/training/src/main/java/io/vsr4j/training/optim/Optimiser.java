package io.vsr4j.training.optim;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;

/** Changes parameters by their gradients, in place. */
public interface Optimiser extends AutoCloseable {
    /**
     * Makes a step.
     *
     * @param gradients in the parameters' order, null for a parameter that stays as it is
     * @param factor that the gradients are multiplied by first
     * @param rate learning rate
     */
    void step(List<NDArray> gradients, double factor, double rate);

    /** {@return the parameters in single precision, by name: themselves, or what they are rounded from} */
    Map<String, NDArray> values();

    /** {@return all that a step depends on and changes, by name} */
    Map<String, NDArray> state();

    /** Tells the parameters of values that were written into {@link #values} or {@link #state}. */
    void publish();

    @Override
    void close();
}
