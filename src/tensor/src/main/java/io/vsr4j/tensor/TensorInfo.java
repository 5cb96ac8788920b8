package io.vsr4j.tensor;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where one tensor lies in a checkpoint file.
 *
 * @param type element type
 * @param shape its axes; a scalar has none
 * @param offset of its first byte, from the start of the file
 * @param strides how many elements further the next index of each axis is
 */
public record TensorInfo(DType type, Shape shape, long offset, List<Long> strides) {
    /** Refuses strides of another number of axes. */
    public TensorInfo {
        strides = List.copyOf(strides);
        if (strides.size() != shape.dimension()) {
            throw new IllegalArgumentException("shape " + shape + " needs as many strides, got " + strides);
        }
    }

    /**
     * A tensor that lies row by row.
     *
     * @param type element type
     * @param shape its axes
     * @param offset of its first byte
     */
    public TensorInfo(DType type, Shape shape, long offset) {
        this(type, shape, offset, rowByRow(shape));
    }

    /** {@return the length in bytes when it lies row by row} */
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

    /** Whether the elements follow each other row by row; the stride of an axis of length 1 says nothing. */
    boolean contiguous() {
        List<Long> plain = rowByRow(shape);
        for (int axis = 0; axis < shape.dimension(); axis++) {
            if (shape.get(axis) != 1 && !strides.get(axis).equals(plain.get(axis))) {
                return elements() == 0;
            }
        }
        return true;
    }

    /** The front or back half along the first axis that has more than one index. */
    TensorInfo half(boolean front) {
        int axis = 0;
        while (shape.get(axis) == 1) {
            axis++;
        }
        long[] axes = shape.getShape().clone();
        long middle = axes[axis] / 2;
        axes[axis] = front ? middle : axes[axis] - middle;
        long skipped = front ? 0 : middle * strides.get(axis) * type.bytes();
        return new TensorInfo(type, new Shape(axes), offset + skipped, strides);
    }

    /**
     * The length of a tensor in bytes, checked against overflow, also of the axes beside one of length 0.
     *
     * @throws CheckpointException if no file can hold it
     */
    static long bytes(String what, DType type, long[] shape) {
        try {
            long n = type.bytes();
            boolean empty = false;
            for (long axis : shape) {
                empty |= axis == 0;
                n = Math.multiplyExact(n, Math.max(1, axis));
            }
            return empty ? 0 : n;
        } catch (ArithmeticException e) {
            throw new CheckpointException(
                    what + ": shape " + new Shape(shape) + " has more elements than a file can", e);
        }
    }

    private static List<Long> rowByRow(Shape shape) {
        List<Long> strides = new ArrayList<>();
        long step = 1;
        for (int axis = shape.dimension() - 1; axis >= 0; axis--) {
            strides.add(step);
            step *= Math.max(1, shape.get(axis));
        }
        Collections.reverse(strides);
        return strides;
    }
}
