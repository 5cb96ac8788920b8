package io.vsr4j.training.critic;

import static io.vsr4j.training.GradientCheck.gradientsAreSlopes;
import static io.vsr4j.training.GradientCheck.uniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.GradientCheck;
import io.vsr4j.training.Learned;
import io.vsr4j.training.loss.Losses;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TemporalPatchCriticTest {
    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void free() {
        scope.close();
    }

    @Test
    void gradients() {
        try (TemporalPatchCritic critic = new TemporalPatchCritic(List.of(3, 4, 2))) {
            Learned learned = new Learned(GradientCheck.weights(3), name -> true);
            critic.bind(Device.cpu(), DType.F32, learned);
            NDArray x = uniform(scope, 1, -1, 1, 6, 3, 9, 8);
            List<NDArray> leaves = new ArrayList<>(learned.parameters().values());
            leaves.add(x);
            gradientsAreSlopes(scope, leaves, inner -> Losses.hinge(critic.judge(Scopes.borrow(inner, x), 3), 1));
        }
    }

    /** However large its weights are, an inner convolution does not make its input larger. */
    @Test
    void innerWeightsHaveNoSize() {
        NDArray x = uniform(scope, 1, -1, 1, 3, 3, 16, 16);
        double[] sizes = new double[2];
        for (int i = 0; i < 2; i++) {
            double factor = i == 0 ? 1 : 1000;
            try (TemporalPatchCritic critic = new TemporalPatchCritic(List.of(4, 5, 2))) {
                critic.bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> {
                    NDArray value = GradientCheck.weights(3).tensor(owner, name, shape, type);
                    return name.endsWith("bias")
                            ? value.muli(0)
                            : name.startsWith("layers.2") ? value : value.muli(factor);
                });
                sizes[i] = critic.judge(x, 3).abs().mean().getDouble();
            }
        }
        assertThat(sizes[1]).isCloseTo(sizes[0], within(1e-9));
    }

    /** For weights of rank one the largest singular value is the product of two lengths. */
    @Test
    void dividesByTheLargestSingularValue() {
        try (TemporalPatchCritic critic = new TemporalPatchCritic(List.of(2, 1))) {
            // One tap in the middle, which makes the first convolution w x.
            critic.bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> {
                NDArray value = owner.zeros(shape);
                if (name.equals("layers.0.weight")) {
                    value.set(new NDIndex("0, 0, 1, 2, 2"), 3);
                    value.set(new NDIndex("1, 0, 1, 2, 2"), 4);
                } else if (name.equals("layers.1.weight")) {
                    value.set(new NDIndex("0, 1, 1, 2, 2"), 1);
                }
                return value;
            });
            NDArray x = scope.ones(new Shape(1, 3, 4, 4));
            for (float answer : critic.judge(x, 1).toFloatArray()) {
                assertThat(answer).isCloseTo(0.8f, within(1e-5f));
            }
        }
    }

    @Test
    void clipsOfABatchAreApart() {
        try (TemporalPatchCritic critic =
                new TemporalPatchCritic(TemporalPatchCritic.usualWidths().subList(0, 2))) {
            critic.bind(Device.cpu(), DType.F32, GradientCheck.weights(3));
            NDArray x = uniform(scope, 1, -1, 1, 6, 3, 9, 8);
            NDArray both = critic.judge(x, 3);
            assertThat(both.getShape()).isEqualTo(new Shape(2, 64, 3, 3, 2));
            NDArray second = critic.judge(x.get("3:"), 3);
            assertThat(both.get("1").sub(second.get(0)).abs().max().getDouble()).isLessThan(1e-12);
        }
    }
}
