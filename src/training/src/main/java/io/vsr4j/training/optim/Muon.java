package io.vsr4j.training.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Muon (Jordan et al., 2024; described in Liu et al., arXiv:2502.16982, section 2.1): matrices move by their momentum with
 * all singular values brought near 1, so that directions that gradients seldom have are learned as fast as others.
 *
 * <pre>
 * m = momentum m + (1 - momentum) g           u = momentum m + (1 - momentum) g
 * r = rate * matrix-rate / learning-rate    w -= r * decay * w
 * w -= r * sqrt(max(1, rows / columns)) * orthogonal(u)
 * </pre>
 *
 * A convolution is the matrix of its output channels by all that goes into one. Five steps of a Newton-Schulz iteration
 * make it orthogonal nearly enough. What is no matrix between layers (biases, the first layer and the last) moves by Adam.
 */
public final class Muon implements Optimiser {
    /**
     * @param momentum 0 to 1
     * @param matrixRate rate of matrices for each unit of the rate of a step
     * @param decay of weights
     */
    public record Options(double momentum, double matrixRate, double decay) {}

    private record Slot(Master master, NDArray mean) {}

    private final Options options;
    private final NDManager owner;
    private final Set<String> names;
    private final Map<String, Slot> matrices = new LinkedHashMap<>();
    private final Adam others;

    /**
     * Begins with momenta of zero.
     *
     * @param parent of the manager that the momenta belong to, on the parameters' device
     * @param parameters by name
     * @param hidden names of those that are matrices between layers: of two axes or more, the first the output's channels
     * @param options the method's numbers
     * @param rest Adam's numbers, for all others
     */
    public Muon(
            NDManager parent, Map<String, NDArray> parameters, Set<String> hidden, Options options, Adam.Options rest) {
        this.options = options;
        this.owner = parent.newSubManager();
        this.names = new LinkedHashSet<>(parameters.keySet());
        Map<String, NDArray> left = new LinkedHashMap<>();
        try (Autograd off = Autograd.off()) {
            parameters.forEach((name, parameter) -> {
                if (hidden.contains(name)) {
                    matrices.put(name, new Slot(Master.of(owner, parameter), owner.zeros(parameter.getShape())));
                } else {
                    left.put(name, parameter);
                }
            });
        }
        others = new Adam(owner, left, rest);
    }

    @Override
    public void step(List<NDArray> gradients, double factor, double rate) {
        List<Slot> moved = new ArrayList<>();
        List<NDArray> present = new ArrayList<>();
        List<NDArray> left = new ArrayList<>();
        int i = 0;
        for (String name : names) {
            NDArray gradient = gradients.get(i++);
            Slot slot = matrices.get(name);
            if (slot == null) {
                left.add(gradient);
            } else if (gradient != null) {
                moved.add(slot);
                present.add(gradient);
            }
        }
        others.step(left, factor, rate);
        List<Master> masters = moved.stream().map(Slot::master).toList();
        try (Autograd off = Autograd.off()) {
            Kernels.SCRIPT.callForEffect(
                    "muon",
                    masters.stream().map(Master::value).toList(),
                    present,
                    moved.stream().map(Slot::mean).toList(),
                    factor,
                    rate * options.matrixRate(),
                    options.momentum(),
                    options.decay());
        }
        Master.publish(masters);
    }

    @Override
    public Map<String, NDArray> values() {
        Map<String, NDArray> exact = new LinkedHashMap<>(others.values());
        matrices.forEach((name, slot) -> exact.put(name, slot.master().value()));
        Map<String, NDArray> ordered = new LinkedHashMap<>();
        names.forEach(name -> ordered.put(name, exact.get(name)));
        return ordered;
    }

    /** {@inheritDoc} These are value and mean, and what Adam has for the others. */
    @Override
    public Map<String, NDArray> state() {
        Map<String, NDArray> all = new LinkedHashMap<>(others.state());
        matrices.forEach((name, slot) -> {
            all.put("value." + name, slot.master().value());
            all.put("mean." + name, slot.mean());
        });
        return all;
    }

    @Override
    public void publish() {
        others.publish();
        Master.publish(matrices.values().stream().map(Slot::master).toList());
    }

    @Override
    public void close() {
        owner.close();
    }
}
