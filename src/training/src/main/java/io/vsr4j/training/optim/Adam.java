package io.vsr4j.training.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Autograd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba, arXiv:1412.6980, algorithm 1) and AdamW (Loshchilov and Hutter, arXiv:1711.05101, algorithm 2), in
 * PyTorch's arrangement:
 *
 * <pre>
 * AdamW: w -= rate * decay * w        Adam: g += decay * w
 * m = beta1 m + (1 - beta1) g         v = beta2 v + (1 - beta2) g^2
 * w -= rate * (m / (1 - beta1^n)) / (sqrt(v / (1 - beta2^n)) + epsilon)
 * </pre>
 *
 * n counts a parameter's own updates; one that gets no gradient stays as it is. Parameters change in place, all of them
 * in one native call.
 */
public final class Adam implements Optimiser {
    /**
     * @param decoupled whether this is AdamW
     * @param beta1 of the mean, 0 to 1
     * @param beta2 of the mean square, 0 to 1
     * @param epsilon keeps the step finite where the gradient is 0
     * @param decay of weights
     */
    public record Options(boolean decoupled, double beta1, double beta2, double epsilon, double decay) {}

    private record Slot(Master master, NDArray mean, NDArray square, NDArray steps) {
        NDArray value() {
            return master.value();
        }
    }

    private final Options options;
    private final NDManager owner;
    private final Map<String, Slot> slots = new LinkedHashMap<>();

    /**
     * Begins with moments of zero.
     *
     * @param parent of the manager that the moments belong to, on the parameters' device
     * @param parameters by name
     * @param options the method's numbers
     */
    public Adam(NDManager parent, Map<String, NDArray> parameters, Options options) {
        this.options = options;
        this.owner = parent.newSubManager();
        try (Autograd off = Autograd.off()) {
            parameters.forEach((name, parameter) -> slots.put(
                    name,
                    new Slot(
                            Master.of(owner, parameter),
                            owner.zeros(parameter.getShape()),
                            owner.zeros(parameter.getShape()),
                            owner.zeros(new Shape()))));
        }
    }

    @Override
    public void step(List<NDArray> gradients, double factor, double rate) {
        List<Slot> moved = new ArrayList<>();
        List<NDArray> present = new ArrayList<>();
        int i = 0;
        for (Slot slot : slots.values()) {
            NDArray gradient = gradients.get(i++);
            if (gradient != null) {
                moved.add(slot);
                present.add(gradient);
            }
        }
        if (moved.isEmpty()) {
            return;
        }
        try (Autograd off = Autograd.off()) {
            Kernels.SCRIPT.callForEffect(
                    "adam",
                    moved.stream().map(Slot::value).toList(),
                    present,
                    moved.stream().map(Slot::mean).toList(),
                    moved.stream().map(Slot::square).toList(),
                    moved.stream().map(Slot::steps).toList(),
                    factor,
                    rate,
                    options.beta1(),
                    options.beta2(),
                    options.decay(),
                    options.epsilon(),
                    options.decoupled());
        }
        Master.publish(moved.stream().map(Slot::master).toList());
    }

    @Override
    public Map<String, NDArray> values() {
        Map<String, NDArray> all = new LinkedHashMap<>();
        slots.forEach((name, slot) -> all.put(name, slot.value()));
        return all;
    }

    /** {@inheritDoc} These are value, mean, mean square and count. */
    @Override
    public Map<String, NDArray> state() {
        Map<String, NDArray> all = new LinkedHashMap<>();
        slots.forEach((name, slot) -> {
            all.put("value." + name, slot.value());
            all.put("mean." + name, slot.mean());
            all.put("square." + name, slot.square());
            all.put("steps." + name, slot.steps());
        });
        return all;
    }

    @Override
    public void publish() {
        Master.publish(slots.values().stream().map(Slot::master).toList());
    }

    @Override
    public void close() {
        owner.close();
    }
}
