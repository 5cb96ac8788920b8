package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TensorsTest {
    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void bothSidesSeeTheSameMemory() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(6);
        NDArray array = Tensors.over(manager, buffer, new Shape(2, 3), DataType.UINT8);

        buffer.put(4, (byte) 200);
        assertThat(array.toUint8Array()).containsExactly(0, 0, 0, 0, 200, 0);
        Torch.copyInto(array.get("0"), manager.create(new float[] {1, 2, 255}));
        assertThat(buffer.get(2)).isEqualTo((byte) 255);
    }

    @Test
    void startsAtTheBuffersPosition() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4)
                .put(new byte[] {1, 2, 3, 4})
                .position(1)
                .limit(3);

        assertThat(Tensors.over(manager, buffer, new Shape(2), DataType.UINT8).toUint8Array())
                .containsExactly(2, 3);
        assertThat(buffer.position()).isEqualTo(1);
    }

    @Test
    void keepsTheBufferAlive() {
        NDArray array = Tensors.over(manager, ByteBuffer.allocateDirect(1 << 20), new Shape(1 << 20), DataType.UINT8);
        for (int i = 0; i < 50; i++) {
            ByteBuffer.allocateDirect(1 << 20).put(5, (byte) 1);
            System.gc();
        }

        assertThat(array.toType(DataType.INT64, false).sum().getLong()).isZero();
    }

    @Test
    void refusesWhatDoesNotFit() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(8);

        assertThatThrownBy(() -> Tensors.over(manager, buffer, new Shape(3), DataType.FLOAT32))
                .hasMessageContaining("needs 12 bytes, the buffer holds 8");
        assertThatThrownBy(() -> Tensors.over(manager, buffer, new Shape(Long.MAX_VALUE, 4), DataType.UINT8))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Tensors.over(manager, buffer, new Shape(4), DataType.BFLOAT16))
                .hasMessageContaining("BFLOAT16");
        assertThatThrownBy(() -> Tensors.over(manager, ByteBuffer.allocate(8), new Shape(8), DataType.UINT8))
                .hasMessageContaining("direct");
    }
}
