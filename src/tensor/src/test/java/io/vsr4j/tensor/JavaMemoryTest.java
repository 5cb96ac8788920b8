package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever shares the memory of an array that Java made keeps it, even when the first handle has been closed. */
class JavaMemoryTest {
    private static final int BYTES = 1 << 20;

    static Stream<Arguments> handles() {
        return Stream.of(
                handle("cast to the same type", x -> Torch.to(x, DType.F32)),
                handle("borrowed", x -> Scopes.borrow(x.getManager(), x)),
                handle("rows", Torch::contiguous),
                handle("channels last", Torch::channelsLast),
                handle("of a handle", x -> {
                    try (NDArray first = Torch.to(x, DType.F32)) {
                        return Torch.contiguous(first);
                    }
                }));
    }

    private static Arguments handle(String name, Function<NDArray, NDArray> make) {
        return Arguments.of(name, make);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handles")
    void anotherHandleKeepsTheMemory(String name, Function<NDArray, NDArray> make) {
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
            WeakReference<ByteBuffer> memory = new WeakReference<>(buffer);
            NDArray second;
            try (NDArray first = Tensors.over(manager, buffer, shape(), DataType.FLOAT32)) {
                second = make.apply(first.addi(3));
            }
            buffer = null;
            System.gc();

            assertThat(memory.get()).isNotNull();
            assertThat(second.max().toFloatArray()).containsExactly(3);
            second.close();
            System.gc();
            assertThat(memory.get()).isNull();
        }
    }

    @Test
    void aPreparedArgumentKeepsTheMemory() {
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
            WeakReference<ByteBuffer> memory = new WeakReference<>(buffer);
            ScriptArgument list;
            try (NDArray first = Tensors.over(manager, buffer, shape(), DataType.FLOAT32)) {
                list = ScriptArgument.list(List.of(first));
            }
            buffer = null;
            System.gc();

            assertThat(memory.get()).isNotNull();
            list.close();
            System.gc();
            assertThat(memory.get()).isNull();
        }
    }

    @Test
    void aResultInMemoryOfItsOwnKeepsNothing() {
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                NDArray first = manager.create(new float[] {1.5f, 2})) {
            assertThat(JavaMemory.of(first)).isNotNull();
            assertThat(JavaMemory.of(Torch.to(first, DType.F16))).isNull();
            assertThat(JavaMemory.of(Torch.silu(first))).isNull();
        }
    }

    private static Shape shape() {
        return new Shape(1, 1, 512, 512);
    }
}
