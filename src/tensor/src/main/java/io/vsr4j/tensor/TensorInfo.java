package io.vsr4j.tensor;

import ai.djl.ndarray.types.Shape;

/**
 * Where one tensor lies in a checkpoint file.
 *
 * @param type element type
 * @param shape its axes; a scalar has none
 * @param offset of its first byte, from the start of the file
 */
public record TensorInfo(DType type, Shape shape, long offset) {
    /** {@return the length in bytes} */
    public long bytes() {
        return elements() * type.bytes();
    }

    /** {@return the number of elements, 1 for a scalar} */
    public long elements() {
        long n = 1;
        for (long axis : shape.getShape()) {
            n *= axis;
        }
        return n;
    }
}
