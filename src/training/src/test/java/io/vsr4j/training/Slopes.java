package io.vsr4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.optim.Gradients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Compares gradients with finite differences, for networks that compute in single precision by all means. */
public final class Slopes {
    /** Of a parameter at most, of its own length. */
    private static final double MOVE = 0.02;

    private static final double SHARE = 0.03;
    /** Of a loss in single precision, in shares of it. */
    private static final double ROUNDING = 2e-6;

    private Slopes() {}

    /**
     * Each parameter's gradient is there, and its length is the slope of the loss along it, but for what single precision
     * leaves unknown.
     *
     * @param change of the loss that a step makes: much more than rounding, and much less than makes it bend
     */
    public static void check(Map<String, NDArray> parameters, double change, Function<NDManager, Terms> terms) {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            double unknown = ROUNDING * value(terms.apply(scope));
            gradients(scope, parameters, terms).forEach((name, gradient) -> {
                NDArray parameter = parameters.get(name);
                double length = length(gradient);
                assertThat(length).as("gradient of %s", name).isPositive();
                double step = Math.min(change / length, MOVE * (0.1 + length(parameter)));
                NDArray move = gradient.mul(step / length);
                double slope = (at(parameter, move, terms) - at(parameter, move.neg(), terms)) / (2 * step);
                assertThat(slope).as("slope along %s", name).isCloseTo(length, within(SHARE * length + unknown / step));
            });
        }
    }

    private static double length(NDArray x) {
        double squares = 0;
        for (float value : x.toFloatArray()) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }

    /** {@return gradients of the sum of some losses by name; none is missing} */
    public static Map<String, NDArray> gradients(
            NDManager scope, Map<String, NDArray> parameters, Function<NDManager, Terms> terms) {
        Map<String, NDArray> found = new LinkedHashMap<>();
        Gradients gradients = new Gradients(scope, List.copyOf(parameters.values()));
        try (NDManager once = scope.newSubManager();
                Autograd on = Autograd.on()) {
            gradients.add(terms.apply(once), 1, once);
        }
        int i = 0;
        for (String name : parameters.keySet()) {
            assertThat(gradients.sums().get(i)).as("gradient of %s", name).isNotNull();
            found.put(name, gradients.sums().get(i++));
        }
        return found;
    }

    /** {@return the weighted sum of some losses} */
    public static double value(Terms terms) {
        return Torch.to(terms.total(), DType.F32).getFloat();
    }

    private static double at(NDArray parameter, NDArray move, Function<NDManager, Terms> terms) {
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            parameter.addi(move);
            double value = value(terms.apply(scope));
            parameter.subi(move);
            return value;
        }
    }
}
