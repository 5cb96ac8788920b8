package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays on memory that Java owns. */
public final class Tensors {
    private Tensors() {}

    /**
     * Lays an array over a direct buffer, without copying on the CPU. Both see what the other writes: read samples
     * through the array, or let {@link Torch#copyInto} write a result where others will pick it up.
     *
     * <p>Lifetime: the array keeps the buffer object alive, but not memory that something else frees. If the buffer
     * wraps memory of a native library, that memory must stay valid until the array, and every view of it, is closed.
     *
     * <p>On a GPU manager the contents are copied there, and writes do not come back.
     *
     * @param manager owns the array
     * @param buffer direct; its remaining bytes, from its position on, in the machine's byte order
     * @param shape as many elements as remain in the buffer
     * @param type the element type; not {@code BFLOAT16}, {@code INT16} or an unsigned type above 8 bits. Samples of 16
     *     bits are {@code UINT8} with a last axis of 2.
     * @return the array
     */
    public static NDArray over(NDManager manager, ByteBuffer buffer, Shape shape, DataType type) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("an array can only lie over a direct buffer");
        }
        switch (type) {
            case BFLOAT16, INT16, UINT16, UINT32, UINT64, STRING, UNKNOWN ->
                throw new IllegalArgumentException("no array of type " + type.name() + " can be made from Java");
            default -> {}
        }
        long bytes = 1;
        for (long axis : shape.getShape()) {
            bytes = Math.multiplyExact(bytes, axis);
        }
        bytes = Math.multiplyExact(bytes, type.getNumOfBytes());
        if (bytes != buffer.remaining()) {
            throw new IllegalArgumentException("shape " + shape + " of " + type + " needs " + bytes
                    + " bytes, the buffer holds " + buffer.remaining());
        }
        // The native side takes the address of index 0, so a slice is needed where the position is not 0.
        return manager.create(buffer.slice().order(ByteOrder.nativeOrder()), shape, type);
    }

    /**
     * The memory of an array on the CPU that lies row by row and is no longer than a buffer can be, of any type. It must
     * not be touched when the array has been closed.
     */
    static ByteBuffer memory(NDArray array) {
        return JniUtils.getByteBuffer((PtNDArray) array, true);
    }
}
