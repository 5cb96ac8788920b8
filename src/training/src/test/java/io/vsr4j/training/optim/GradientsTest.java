package io.vsr4j.training.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GradientsTest {
    private final NDManager manager = TorchEngine.newManager(Device.cpu());
    private final NDArray a = leaf(1, 2);
    private final NDArray b = leaf(3, 4);
    private final NDArray unused = leaf(5, 6);

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray leaf(float... values) {
        NDArray array = manager.create(values);
        array.setRequiresGradient(true);
        return array;
    }

    /** a + b gives both the same array; adding to one of them must not reach the other. */
    @Test
    void sumsDoNotShareMemory() {
        try (Gradients gradients = new Gradients(manager, List.of(a, b, unused));
                Autograd on = Autograd.on()) {
            for (int i = 0; i < 3; i++) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray y = Scopes.borrow(scope, a).add(b).square().sum();
                    gradients.add(List.of(y), List.of(scope.create(0.5f)), List.of(), false, scope);
                }
            }
            assertThat(gradients.sums().get(0).toFloatArray()).containsExactly(12, 18);
            assertThat(gradients.sums().get(1).toFloatArray()).containsExactly(12, 18);
            assertThat(gradients.sums().get(2)).isNull();
            assertThat(gradients.norm()).isCloseTo(Math.sqrt(2 * (144 + 324)), within(1e-4));
        }
    }

    @Test
    void nothingIsKeptBesidesTheSums() {
        try (Gradients gradients = new Gradients(manager, List.of(a, b));
                Autograd on = Autograd.on()) {
            int before = Scopes.count(manager);
            for (int i = 0; i < 4; i++) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray y = Scopes.borrow(scope, a).mul(b).sum();
                    gradients.add(List.of(y), List.of(scope.create(1f)), List.of(), false, scope);
                }
            }
            assertThat(Scopes.count(manager) - before).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aNumberThatIsNoneShowsInTheNorm() {
        try (Gradients gradients = new Gradients(manager, List.of(a));
                NDManager scope = manager.newSubManager();
                Autograd on = Autograd.on()) {
            NDArray y = Scopes.borrow(scope, a).sub(1).sqrt().sum();
            gradients.add(List.of(y), List.of(scope.create(1f)), List.of(), false, scope);
            assertThat(gradients.norm()).isInfinite();
        }
    }
}
