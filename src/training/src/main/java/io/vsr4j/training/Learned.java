package io.vsr4j.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.DType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Binds a network for training: hands its tensors on, and keeps hold of those that are learned.
 *
 * <pre>{@code
 * Learned learned = new Learned(weights::load, name -> name.contains(".lora_"));
 * network.bind(device, DType.F32, learned);
 * new ParameterGroup("generator", learned.parameters());
 * }</pre>
 */
public final class Learned implements Parameters.Source {
    private final Parameters.Source values;
    private final Predicate<String> learns;
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();

    /**
     * @param values to begin with
     * @param learns whether a tensor of that whole name is learned
     */
    public Learned(Parameters.Source values, Predicate<String> learns) {
        this.values = values;
        this.learns = learns;
    }

    @Override
    public NDArray tensor(NDManager owner, String name, Shape shape, DType type) {
        NDArray value = values.tensor(owner, name, shape, type);
        if (!learns.test(name)) {
            return value;
        }
        // A checkpoint's tensor may be a view of its file, which must not be written to.
        NDArray own = value.duplicate();
        value.close();
        own.setName(name);
        own.setRequiresGradient(true);
        parameters.put(name, own);
        return own;
    }

    /** {@return what is learned, by whole name, in the order of the declarations; belongs to the network} */
    public Map<String, NDArray> parameters() {
        return parameters;
    }
}
