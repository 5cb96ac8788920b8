package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The buffers under arrays that were made from Java's memory. DJL lays such an array over the buffer without telling
 * libtorch who owns it, keeps the buffer with the array's first handle, and lets it go when that handle is closed; any
 * other handle on the same memory then reads what has been freed. So whoever makes another one passes the buffer on.
 */
final class JavaMemory {
    private static final VarHandle BUFFER;

    static {
        try {
            BUFFER = MethodHandles.privateLookupIn(PtNDArray.class, MethodHandles.lookup())
                    .findVarHandle(PtNDArray.class, "dataRef", ByteBuffer.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private JavaMemory() {}

    /** {@return the buffer that an array's elements lie in; null if libtorch owns them} */
    static Object of(NDArray array) {
        return (ByteBuffer) BUFFER.get((PtNDArray) array);
    }

    /** {@return an array that was made from another one, which keeps the other's buffer if it lies in it} */
    static NDArray keep(NDArray from, NDArray made) {
        ByteBuffer buffer = (ByteBuffer) BUFFER.get((PtNDArray) from);
        if (buffer != null && Torch.sameMemory(from, made)) {
            BUFFER.set((PtNDArray) made, buffer);
        }
        return made;
    }
}
