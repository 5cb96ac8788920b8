package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
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

    /** What DJL lays in Java's memory is gone by then. */
    @Test
    void factorsOutliveTheGarbageCollector() {
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                Autograd on = Autograd.on()) {
            NDArray x = manager.ones(new Shape(3));
            x.setRequiresGradient(true);
            NDArray y = x;
            for (int i = 0; i < 50; i++) {
                y = Torch.divide(Torch.scale(y, 3), 3);
            }
            System.gc();
            List<ByteBuffer> others = Stream.generate(() -> ByteBuffer.allocateDirect(Float.BYTES))
                    .limit(3000)
                    .toList();
            others.forEach(buffer -> buffer.putFloat(0, Float.NaN));
            JniUtils.backward((PtNDArray) y.sum(), (PtNDArray) manager.create(1f), false, false);

            for (float gradient : x.getGradient().toFloatArray()) {
                assertThat(gradient).isCloseTo(1, within(1e-4f));
            }
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
