package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class AutogradTest {
    @Test
    void isAPropertyOfTheThread() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Autograd off = Autograd.off()) {
            boolean there =
                    CompletableFuture.supplyAsync(Autograd::recording, other).get();

            assertThat(Autograd.recording()).isFalse();
            assertThat(there).as("a new thread records").isTrue();
        } finally {
            other.shutdown();
        }
    }

    @Test
    void restoresWhatWasSet() {
        try (Autograd on = Autograd.on()) {
            try (Autograd off = Autograd.off()) {
                assertThat(Autograd.recording()).isFalse();
            }
            assertThat(Autograd.recording()).isTrue();
        }
    }

    @Test
    void gradientsFlowThroughCastsAndScripts() {
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                Autograd on = Autograd.on()) {
            NDArray x = manager.create(new float[] {1, 2, 3});
            x.setRequiresGradient(true);

            NDArray y = Torch.to(Torch.to(x, DType.BF16), DType.F32).mul(x); // x * x
            JniUtils.backward((PtNDArray) y.sum(), (PtNDArray) manager.create(1f), false, false);

            assertThat(x.getGradient().toFloatArray()).containsExactly(2, 4, 6);
        }
    }

    @Test
    void nothingIsRecordedWhenOff() {
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NDArray x = manager.create(new float[] {1, 2, 3});
            x.setRequiresGradient(true);

            assertThat(Torch.silu(x).hasGradient()).isFalse();
        }
    }
}
