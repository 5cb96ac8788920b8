package io.vsr4j.training.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Exponential moving averages of parameters, {@code a = decay a + (1 - decay) w} after each step, from the first values. */
public final class Averages implements AutoCloseable {
    private final NDManager owner;
    private final double decay;
    private final Map<String, NDArray> averages = new LinkedHashMap<>();

    /**
     * Begins with the values as they are.
     *
     * @param parent of the manager that the averages belong to
     * @param values {@code float32}, by name
     * @param decay 0 to 1
     */
    public Averages(NDManager parent, Map<String, NDArray> values, double decay) {
        this.owner = parent.newSubManager();
        this.decay = decay;
        try (Autograd off = Autograd.off()) {
            values.forEach((name, value) -> averages.put(name, Torch.copyIn(owner, value)));
        }
    }

    /** Takes in new values, given by the same names. */
    public void add(Map<String, NDArray> values) {
        try (Autograd off = Autograd.off()) {
            Kernels.SCRIPT.callForEffect("approach", list(averages), inOrder(values), 1 - decay);
        }
    }

    /** {@return the averages by name} */
    public Map<String, NDArray> values() {
        return averages;
    }

    private List<NDArray> inOrder(Map<String, NDArray> values) {
        return averages.keySet().stream().map(values::get).toList();
    }

    private static List<NDArray> list(Map<String, NDArray> arrays) {
        return new ArrayList<>(arrays.values());
    }

    @Override
    public void close() {
        owner.close();
    }
}
