package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.IntUnaryOperator;

/**
 * Cubic resizing as other programs do it, a = -0.5, so that results can be compared with theirs: MATLAB's, by which data
 * sets were made and scores are taken, and Pillow's. For PyTorch's own see {@link Torch}.
 *
 * <p>Each axis is one multiplication by a matrix, which is computed here in double precision.
 */
public final class Resize {
    private static final double PILLOW_ONE = 1 << 22;

    private Resize() {}

    /** What one output pixel is made of: the first source pixel, which may lie outside, and the weights from there on. */
    private record Taps(long first, double[] weights) {}

    /**
     * Resizes as MATLAB's {@code imresize}. Beyond the edge lies the mirrored picture, edge pixel included.
     *
     * @param x floating-point {@code [..., H, W]}
     * @param scale of both sides; the result has {@code ceil(side * scale)}
     * @param antialias whether a low-pass filter is applied where it shrinks, which is MATLAB's default
     * @return {@code [..., H', W']}, not limited to any range
     */
    public static NDArray matlab(NDArray x, double scale, boolean antialias) {
        int h = side(x, -2);
        int w = side(x, -1);
        try (NDManager scope = x.getManager().newSubManager();
                NDArray rows = matlab(scope, h, scale, antialias);
                NDArray columns = matlab(scope, w, scale, antialias);
                NDArray tall = apply(rows, x, true)) {
            return owned(x, apply(columns, tall, false));
        }
    }

    private static NDArray matlab(NDManager scope, int in, double scale, boolean antialias) {
        double stretch = antialias && scale < 1 ? 1 / scale : 1;
        int count = (int) Math.ceil(4 * stretch) + 2;
        int out = (int) Math.ceil(in * scale);
        double[] exact = matrix(
                in,
                out,
                o -> {
                    double centre = (o + 0.5) / scale - 0.5;
                    long first = (long) Math.floor(centre - 2 * stretch);
                    return taps(first, count, centre, stretch);
                },
                i -> {
                    int place = Math.floorMod(i, 2 * in);
                    return place < in ? place : 2 * in - 1 - place;
                });
        float[] matrix = new float[exact.length];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (float) exact[i];
        }
        return scope.create(matrix, new Shape(out, in));
    }

    /**
     * Resizes as Pillow's {@code Image.resize} with {@code BICUBIC} does pictures of 8 bits: a low-pass filter where it
     * shrinks, nothing from beyond the edge, and whole numbers after each axis, columns first. Weights have 22 bits after
     * the point, as Pillow's have, and sums are exact: many lie half way between two whole numbers.
     *
     * @param x floating-point {@code [..., H, W]}, whole numbers, 0 to 255
     * @param height of the result
     * @param width of the result
     * @return {@code [..., height, width]}, whole numbers, 0 to 255
     */
    public static NDArray pillow(NDArray x, int height, int width) {
        try (NDManager scope = x.getManager().newSubManager();
                NDArray columns = pillow(scope, side(x, -1), width);
                NDArray rows = pillow(scope, side(x, -2), height);
                NDArray exact = Torch.to(x, DType.F64);
                NDArray wide = whole(apply(columns, exact, false));
                NDArray result = whole(apply(rows, wide, true))) {
            return owned(x, Torch.to(result, Torch.type(x)));
        }
    }

    private static NDArray pillow(NDManager scope, int in, int out) {
        double step = (double) in / out;
        double stretch = Math.max(step, 1);
        double[] matrix = matrix(
                in,
                out,
                o -> {
                    double centre = (o + 0.5) * step;
                    long first = Math.max(0, (long) (centre - 2 * stretch + 0.5));
                    long end = Math.min(in, (long) (centre + 2 * stretch + 0.5));
                    return taps(first, (int) (end - first), centre - 0.5, stretch);
                },
                i -> i);
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = Math.copySign(Math.floor(Math.abs(matrix[i]) * PILLOW_ONE + 0.5), matrix[i]) / PILLOW_ONE;
        }
        return scope.create(matrix, new Shape(out, in));
    }

    private static Taps taps(long first, int count, double centre, double stretch) {
        double[] weights = new double[count];
        double sum = 0;
        for (int k = 0; k < count; k++) {
            weights[k] = cubic((first + k - centre) / stretch);
            sum += weights[k];
        }
        for (int k = 0; k < count; k++) {
            weights[k] /= sum;
        }
        return new Taps(first, weights);
    }

    /** Keys' kernel with a = -1/2. */
    private static double cubic(double distance) {
        double x = Math.abs(distance);
        if (x >= 2) {
            return 0;
        }
        return x <= 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2;
    }

    private interface TapsOfOutput {
        Taps of(int output);
    }

    /** Row o holds how much each source pixel counts for output pixel o. */
    private static double[] matrix(int in, int out, TapsOfOutput taps, IntUnaryOperator source) {
        if (out < 1 || (long) in * out > Integer.MAX_VALUE / Double.BYTES) {
            throw new IllegalArgumentException("cannot resize a side of " + in + " to " + out);
        }
        double[] matrix = new double[in * out];
        for (int o = 0; o < out; o++) {
            Taps t = taps.of(o);
            for (int k = 0; k < t.weights().length; k++) {
                matrix[o * in + source.applyAsInt((int) t.first() + k)] += t.weights()[k];
            }
        }
        return matrix;
    }

    private static NDArray apply(NDArray matrix, NDArray x, boolean rows) {
        return rows ? matrix.matMul(x) : Torch.linear(x, matrix, null);
    }

    private static NDArray whole(NDArray x) {
        try (NDArray exact = x;
                NDArray shifted = exact.add(0.5);
                NDArray floored = shifted.floor()) {
            return Torch.clamp(floored, 0, 255);
        }
    }

    private static NDArray owned(NDArray x, NDArray result) {
        result.attach(x.getManager());
        return result;
    }

    private static int side(NDArray x, int axis) {
        Shape shape = x.getShape();
        return Math.toIntExact(shape.get(shape.dimension() + axis));
    }
}
