package io.vsr4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.TorchScript;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Compares gradients with finite differences, in double precision. */
public final class GradientCheck {
    private static final double STEP = 1e-6;
    private static final TorchScript SCRIPT = TorchScript.compile("""
            def gradient(self, y: Tensor, x: Tensor) -> Tensor:
              seeds = annotate(List[Optional[Tensor]], [])
              seeds.append(torch.ones_like(y))
              found = torch.grad([y], [x], seeds, False, False, False)
              one = found[0]
              assert one is not None
              return one
            """);

    private GradientCheck() {}

    /** {@return uniform numbers in double precision} */
    public static NDArray uniform(NDManager owner, long seed, double low, double high, long... shape) {
        Shape size = new Shape(shape);
        return owner.create(new Random(seed).doubles(size.size(), low, high).toArray(), size);
    }

    /** {@return random tensors for a network that computes in double precision} */
    public static Parameters.Source weights(long seed) {
        RandomTensors random = new RandomTensors(seed);
        return (owner, name, shape, type) -> {
            try (NDArray value = random.tensor(owner, name, shape, type)) {
                return value.toType(DataType.FLOAT64, true);
            }
        };
    }

    /** The gradient of each leaf, along random directions, is the loss's slope. */
    public static void gradientsAreSlopes(NDManager owner, List<NDArray> leaves, Function<NDManager, NDArray> loss) {
        for (int i = 0; i < leaves.size(); i++) {
            NDArray leaf = leaves.get(i);
            try (NDManager scope = owner.newSubManager()) {
                NDArray gradient = gradient(scope, leaf, loss);
                double[] along = new Random(i + 1).doubles(leaf.size(), -1, 1).toArray();
                NDArray direction = scope.create(along, leaf.getShape());
                double slope =
                        (at(scope, leaf, direction, STEP, loss) - at(scope, leaf, direction, -STEP, loss)) / (2 * STEP);
                double expected = gradient.mul(direction).sum().getDouble();
                assertThat(Math.abs(expected))
                        .as("slope along leaf %s %s", i, leaf.getName())
                        .isGreaterThan(1e-9)
                        .isFinite();
                assertThat(slope)
                        .as("slope along leaf %s %s", i, leaf.getName())
                        .isCloseTo(expected, org.assertj.core.data.Offset.offset(2e-4 * Math.abs(expected) + 1e-8));
            }
        }
    }

    private static NDArray gradient(NDManager scope, NDArray leaf, Function<NDManager, NDArray> loss) {
        try (Autograd on = Autograd.on()) {
            leaf.setRequiresGradient(true);
            NDArray value = loss.apply(scope);
            assertThat(value.getShape()).as("shape of a loss").isEqualTo(new Shape());
            return SCRIPT.callIn(scope, "gradient", value, leaf);
        } finally {
            leaf.setRequiresGradient(false);
        }
    }

    private static double at(
            NDManager scope, NDArray leaf, NDArray direction, double step, Function<NDManager, NDArray> loss) {
        try (Autograd off = Autograd.off();
                NDManager inner = scope.newSubManager()) {
            NDArray move = direction.mul(step);
            leaf.addi(move);
            try {
                return loss.apply(inner).getDouble();
            } finally {
                leaf.subi(move);
            }
        }
    }
}
