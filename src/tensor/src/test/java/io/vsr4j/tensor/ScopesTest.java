package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScopesTest {
    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void onlyTheResultSurvives() {
        NDArray x = manager.create(new float[] {1, 2});

        NDArray y =
                Scopes.within(manager, scope -> Scopes.borrow(scope, x).add(1).mul(2));

        assertThat(y.toFloatArray()).containsExactly(4, 6);
        assertThat(Scopes.count(manager)).isEqualTo(2);
    }

    @Test
    void nothingSurvivesAFailure() {
        NDArray x = manager.create(new float[] {1, 2});

        assertThatThrownBy(() -> Scopes.within(manager, scope -> {
                    Scopes.borrow(scope, x).add(1);
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        assertThat(Scopes.count(manager)).isEqualTo(1);
    }

    @Test
    void aBorrowedHandleIsTheSameMemory() {
        NDArray x = manager.create(new float[] {1, 2});
        try (NDManager scope = manager.newSubManager()) {
            Scopes.borrow(scope, x).addi(1);
        }

        assertThat(x.toFloatArray()).containsExactly(2, 3);
    }

    @Test
    void aCappedManagerRefusesMore() {
        NDArray w = manager.create(new float[] {1, 2});
        manager.cap();

        assertThatThrownBy(() -> Torch.silu(w)).hasMessageContaining("capped");
    }
}
