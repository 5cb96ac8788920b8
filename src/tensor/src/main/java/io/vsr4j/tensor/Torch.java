package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.List;

/**
 * PyTorch operations that DJL lacks, gets wrong, or cuts the gradient of. Shapes are PyTorch's: {@code [N, C, H, W]}
 * unless said otherwise. Where an array may be {@code null}, that operand is left out.
 *
 * <p>A result belongs to the manager of the first argument. Gradients flow through every operation if the thread records
 * ({@link Autograd}). Shapes that do not fit are an {@link ai.djl.engine.EngineException} with libtorch's own words.
 */
public final class Torch {
    /** How many numbers {@link #addProductsIn} has in memory for itself. */
    private static final int PRODUCT_ELEMENTS = 1 << 20;

    private Torch() {}

    /** What surrounds the picture where {@link #gridSample} looks outside it. */
    public enum Outside {
        /** Black. */
        ZEROS,
        /** The nearest pixel of the edge. */
        BORDER,
        /** The picture mirrored at its edge. */
        REFLECTION
    }

    /** How {@link #gridSample} reads between pixels. */
    public enum Sampling {
        /** Of the four around. */
        BILINEAR,
        /** The closest. */
        NEAREST,
        /** Of the sixteen around, a = -0.75. */
        BICUBIC
    }

    /** How {@link #pad} fills. */
    public enum Padding {
        /** Repeats the edge. */
        REPLICATE,
        /** Mirrors at the edge without repeating it; the width must be below the size. */
        REFLECT
    }

    private static NDArray call(String method, Object... arguments) {
        return Operations.SCRIPT.call(method, arguments);
    }

    // --- types, layouts, memory

    /**
     * Tells the element type, also of the types that DJL cannot name.
     *
     * @param x any array
     * @return its type
     * @throws IllegalArgumentException if it is none of {@link DType}, such as a complex one
     */
    public static DType type(NDArray x) {
        try (IValue code = Operations.SCRIPT.run("dtype", x)) {
            return DType.ofCode((int) code.toLong());
        }
    }

    /**
     * Casts, keeping the gradient, which DJL's {@code toType} loses. Numbers with a fraction are cut towards zero when
     * they become integers.
     *
     * @param x any array
     * @param type the new element type
     * @return {@code x} itself in another handle if it has that type, else a copy
     */
    public static NDArray to(NDArray x, DType type) {
        return JavaMemory.keep(x, call("to", x, type.code()));
    }

    /**
     * Makes another handle on the same memory.
     *
     * @param owner owns the new handle
     * @param x any array
     * @return the same elements, not copied
     */
    public static NDArray aliasIn(NDManager owner, NDArray x) {
        return JavaMemory.keep(x, Operations.SCRIPT.callIn(owner, "alias", x));
    }

    /**
     * Copies an array to a manager's device, also an array of a type that DJL cannot name, on which DJL's own
     * {@code toDevice} ends the process.
     *
     * @param owner owns the copy
     * @param x any array
     * @return the same elements
     */
    public static NDArray copyIn(NDManager owner, NDArray x) {
        try (NDArray like = owner.zeros(new Shape(1))) {
            return Operations.SCRIPT.callIn(owner, "copy_to", x, like);
        }
    }

    /**
     * Lays an array out row by row.
     *
     * @param x any array
     * @return {@code x} in another handle if it is already, else a copy
     */
    public static NDArray contiguous(NDArray x) {
        return JavaMemory.keep(x, call("contiguous", x, 0));
    }

    /**
     * Lays an array out with the channels of a pixel side by side, which makes convolutions faster on the CPU. The shape
     * stays; convolutions and group norms keep the layout.
     *
     * @param x {@code [N, C, H, W]}
     * @return {@code x} in another handle if it is already, else a copy
     */
    public static NDArray channelsLast(NDArray x) {
        return JavaMemory.keep(x, call("contiguous", x, 2));
    }

    /**
     * Overwrites an array's elements, casting as {@link #to} does.
     *
     * @param target is written to
     * @param x has the target's shape or one that broadcasts to it
     */
    public static void copyInto(NDArray target, NDArray x) {
        Operations.SCRIPT.callForEffect("copy_into", target, x);
    }

    /** Whether two arrays are the same elements in the same place. */
    static boolean sameMemory(NDArray x, NDArray y) {
        try (IValue same = Operations.SCRIPT.run("same_memory", x, y)) {
            return same.toBoolean();
        }
    }

    /** Maps a file's first {@code count} elements of a type into memory; writes to it stay in memory. */
    static NDArray fromFile(NDManager owner, String path, long count, DType type) {
        return Operations.SCRIPT.callIn(owner, "from_file", path, count, type.code());
    }

    /** A stretch of a one-dimensional array in another shape, on the same memory. */
    static NDArray viewIn(NDManager owner, NDArray x, long start, Shape shape) {
        return Operations.SCRIPT.callIn(owner, "view", x, start, shape.size(), shape.getShape());
    }

    /** An array whose elements are not set. */
    static NDArray emptyIn(NDManager owner, Shape shape, DType type) {
        return Operations.SCRIPT.callIn(owner, "empty", shape.getShape(), type.code());
    }

    /** A copy, row by row, of the elements that strides pick out of a one-dimensional array. */
    static NDArray gatherIn(NDManager owner, NDArray x, long start, Shape shape, List<Long> strides) {
        return Operations.SCRIPT.callIn(owner, "gather", x, start, shape.getShape(), numbers(strides));
    }

    /** Copies the elements that strides pick out of an array of bytes; the last axis of the target is an element's bytes. */
    static void copyBytes(NDArray target, NDArray bytes, long start, List<Long> strides) {
        Operations.SCRIPT.callForEffect("copy_bytes", target, bytes, start, numbers(strides));
    }

    /** A copy of a matrix or convolution with products of matrices added, some rows at a time. */
    static NDArray addProductsIn(NDManager owner, NDArray x, List<NDArray> b, List<NDArray> a, double[] scale) {
        return Operations.SCRIPT.callIn(owner, "add_products", x, b, a, scale, PRODUCT_ELEMENTS);
    }

    private static long[] numbers(List<Long> list) {
        return list.stream().mapToLong(Long::longValue).toArray();
    }

    // --- convolutions and products

    /**
     * Convolves along one axis.
     *
     * @param x {@code [N, C, L]}
     * @param w {@code [O, C / groups, K]}
     * @param b {@code [O]} or null
     * @param stride step between outputs
     * @param padding zeros on both sides
     * @param dilation step between taps
     * @param groups how many groups of channels do not see each other
     * @return {@code [N, O, L']}
     */
    public static NDArray conv1d(
            NDArray x, NDArray w, NDArray b, long stride, long padding, long dilation, int groups) {
        return call("conv1d", x, w, b, same(1, stride), same(1, padding), same(1, dilation), groups);
    }

    /**
     * Convolves along two axes, equally in both.
     *
     * @param x {@code [N, C, H, W]}
     * @param w {@code [O, C / groups, KH, KW]}
     * @param b {@code [O]} or null
     * @param stride step between outputs
     * @param padding zeros on all sides
     * @param dilation step between taps
     * @param groups how many groups of channels do not see each other
     * @return {@code [N, O, H', W']}
     */
    public static NDArray conv2d(
            NDArray x, NDArray w, NDArray b, long stride, long padding, long dilation, int groups) {
        return call("conv2d", x, w, b, same(2, stride), same(2, padding), same(2, dilation), groups);
    }

    /**
     * Convolves along three axes.
     *
     * @param x {@code [N, C, T, H, W]}
     * @param w {@code [O, C / groups, KT, KH, KW]}
     * @param b {@code [O]} or null
     * @param stride steps between outputs along T, H and W
     * @param padding zeros on both sides of T, H and W
     * @param dilation steps between taps along T, H and W
     * @param groups how many groups of channels do not see each other
     * @return {@code [N, O, T', H', W']}
     */
    public static NDArray conv3d(
            NDArray x, NDArray w, NDArray b, long[] stride, long[] padding, long[] dilation, int groups) {
        return call("conv3d", x, w, b, stride, padding, dilation, groups);
    }

    /**
     * Convolves backwards: each input pixel is spread over the output.
     *
     * @param x {@code [N, C, H, W]}
     * @param w {@code [C, O, KH, KW]}
     * @param b {@code [O]} or null
     * @param stride step between the places of two inputs
     * @param padding rows and columns cut from all sides
     * @param outputPadding rows and columns added at the bottom and right
     * @return {@code [N, O, (H - 1) * stride - 2 * padding + KH + outputPadding, ...]}
     */
    public static NDArray convTranspose2d(
            NDArray x, NDArray w, NDArray b, long stride, long padding, long outputPadding) {
        return call("conv_transpose2d", x, w, b, same(2, stride), same(2, padding), same(2, outputPadding));
    }

    /**
     * Multiplies the last axis by a matrix.
     *
     * @param x {@code [..., I]}
     * @param w {@code [O, I]}
     * @param b {@code [O]} or null
     * @return {@code [..., O]}
     */
    public static NDArray linear(NDArray x, NDArray w, NDArray b) {
        return call("linear", x, w, b);
    }

    /**
     * Attention, softmax(q k' * scale + mask) v, without holding the matrix of all pairs.
     *
     * @param q {@code [N, heads, L, D]}
     * @param k {@code [N, heads, S, D]}
     * @param v {@code [N, heads, S, E]}
     * @param mask added before the softmax, broadcasts to {@code [N, heads, L, S]}; or null
     * @param scale usually 1 / sqrt(D)
     * @return {@code [N, heads, L, E]}
     */
    public static NDArray attention(NDArray q, NDArray k, NDArray v, NDArray mask, double scale) {
        return call("attention", q, k, v, mask, false, scale);
    }

    /**
     * Attention in which position i sees positions 0 to i only.
     *
     * @param q {@code [N, heads, L, D]}
     * @param k {@code [N, heads, L, D]}
     * @param v {@code [N, heads, L, E]}
     * @param scale usually 1 / sqrt(D)
     * @return {@code [N, heads, L, E]}
     */
    public static NDArray causalAttention(NDArray q, NDArray k, NDArray v, double scale) {
        return call("attention", q, k, v, null, true, scale);
    }

    // --- norms and activations

    /**
     * Normalises groups of channels over all their elements.
     *
     * @param x {@code [N, C, ...]}
     * @param groups divides C
     * @param w {@code [C]} or null
     * @param b {@code [C]} or null
     * @param eps added to the variance
     * @return the shape of {@code x}
     */
    public static NDArray groupNorm(NDArray x, int groups, NDArray w, NDArray b, double eps) {
        return call("group_norm", x, groups, w, b, eps);
    }

    /**
     * {@link #groupNorm} followed by {@link #silu}.
     *
     * @param x {@code [N, C, ...]}
     * @param groups divides C
     * @param w {@code [C]} or null
     * @param b {@code [C]} or null
     * @param eps added to the variance
     * @return the shape of {@code x}
     */
    public static NDArray groupNormSilu(NDArray x, int groups, NDArray w, NDArray b, double eps) {
        return call("group_norm_silu", x, groups, w, b, eps);
    }

    /**
     * Normalises the last axis to mean 0 and variance 1.
     *
     * @param x {@code [..., C]}
     * @param w {@code [C]} or null
     * @param b {@code [C]} or null
     * @param eps added to the variance
     * @return the shape of {@code x}
     */
    public static NDArray layerNorm(NDArray x, NDArray w, NDArray b, double eps) {
        return call("layer_norm", x, w, b, eps);
    }

    /**
     * Divides the last axis by the root of its mean square.
     *
     * @param x {@code [..., C]}
     * @param w {@code [C]} or null
     * @param eps added to the mean square
     * @return the shape of {@code x}
     */
    public static NDArray rmsNorm(NDArray x, NDArray w, double eps) {
        return call("rms_norm", x, w, eps);
    }

    /**
     * x times its logistic function.
     *
     * @param x any floating-point array
     * @return the shape of {@code x}
     */
    public static NDArray silu(NDArray x) {
        return call("silu", x);
    }

    /**
     * The logarithm of 1 + e^x.
     *
     * @param x any floating-point array
     * @return the shape of {@code x}
     */
    public static NDArray softplus(NDArray x) {
        return call("softplus", x);
    }

    /**
     * The Gaussian error unit in its tanh form; DJL's {@code gelu} is the exact one.
     *
     * @param x any floating-point array
     * @return the shape of {@code x}
     */
    public static NDArray geluTanh(NDArray x) {
        return call("gelu_tanh", x);
    }

    /**
     * Softmax along one axis, for any floating-point type.
     *
     * @param x any floating-point array
     * @param axis may be negative, counting from the last
     * @return the shape of {@code x}
     */
    public static NDArray softmax(NDArray x, int axis) {
        return call("softmax", x, axis);
    }

    /**
     * The mean over several axes.
     *
     * @param x any floating-point array
     * @param axes which
     * @param keep whether they stay, with length 1
     * @return the means
     */
    public static NDArray mean(NDArray x, long[] axes, boolean keep) {
        return call("mean", x, axes, keep);
    }

    /**
     * Multiplies by a number. DJL's own {@code mul} and {@code div} by a number lay the number in memory of Java, and let go
     * of it before they return; where operations are recorded, the gradient is then multiplied by whatever has been put
     * there since. Its {@code maximum}, {@code minimum} and {@code pow} do the same; {@code add} and {@code sub} do not,
     * whose gradient needs no number. And a scalar of single precision becomes one of double precision.
     *
     * @param x any floating-point array
     * @param factor the number
     * @return the shape of {@code x}
     */
    public static NDArray scale(NDArray x, double factor) {
        return call("scale", x, factor);
    }

    /**
     * Divides by a number; see {@link #scale}.
     *
     * @param x any floating-point array
     * @param divisor the number
     * @return the shape of {@code x}
     */
    public static NDArray divide(NDArray x, double divisor) {
        return call("divide", x, divisor);
    }

    /**
     * Limits every element.
     *
     * @param x any floating-point array
     * @param low smallest result
     * @param high largest result
     * @return the shape of {@code x}
     */
    public static NDArray clamp(NDArray x, double low, double high) {
        return call("clamp", x, low, high);
    }

    // --- pictures

    /**
     * Pads a picture; for zeros, DJL's {@code pad} will do.
     *
     * @param x {@code [N, C, H, W]}
     * @param left columns
     * @param right columns
     * @param top rows
     * @param bottom rows
     * @param padding what the new pixels are
     * @return {@code [N, C, top + H + bottom, left + W + right]}
     */
    public static NDArray pad(NDArray x, long left, long right, long top, long bottom, Padding padding) {
        String mode = padding == Padding.REPLICATE ? "replicate" : "reflect";
        return call("pad", x, new long[] {left, right, top, bottom}, mode);
    }

    /**
     * Resizes by repeating pixels.
     *
     * @param x {@code [N, C, H, W]}
     * @param height of the result
     * @param width of the result
     * @return {@code [N, C, height, width]}
     */
    public static NDArray nearest(NDArray x, long height, long width) {
        return call("nearest", x, new long[] {height, width});
    }

    /**
     * Resizes linearly between pixels, without a low-pass filter (so that downsizing aliases).
     *
     * @param x {@code [N, C, H, W]}
     * @param height of the result
     * @param width of the result
     * @param alignCorners whether the centres of the corner pixels, not their outer edges, coincide
     * @return {@code [N, C, height, width]}
     */
    public static NDArray bilinear(NDArray x, long height, long width, boolean alignCorners) {
        return call("bilinear", x, new long[] {height, width}, alignCorners);
    }

    /**
     * Resizes linearly, with a low-pass filter where it shrinks.
     *
     * @param x {@code [N, C, H, W]}
     * @param height of the result
     * @param width of the result
     * @return {@code [N, C, height, width]}
     */
    public static NDArray bilinearAntialias(NDArray x, long height, long width) {
        return call("bilinear_antialias", x, new long[] {height, width});
    }

    /**
     * Resizes with PyTorch's cubic kernel, a = -0.75, without a low-pass filter.
     *
     * @param x {@code [N, C, H, W]}
     * @param height of the result
     * @param width of the result
     * @param alignCorners whether the centres of the corner pixels, not their outer edges, coincide
     * @return {@code [N, C, height, width]}
     */
    public static NDArray bicubic(NDArray x, long height, long width, boolean alignCorners) {
        return call("bicubic", x, new long[] {height, width}, alignCorners);
    }

    /**
     * Resizes with PyTorch's cubic kernel, a = -0.75, without a low-pass filter, by a factor that need not divide the
     * sides: places step by its inverse, and what is left over at the bottom and right stays unread.
     *
     * @param x {@code [N, C, H, W]}
     * @param scale above 0
     * @return {@code [N, C, floor(H * scale), floor(W * scale)]}
     */
    public static NDArray bicubic(NDArray x, double scale) {
        long height = (long) Math.floor(x.getShape().get(2) * scale);
        long width = (long) Math.floor(x.getShape().get(3) * scale);
        return call("bicubic_step", x, new long[] {height, width}, scale);
    }

    /**
     * Resizes with the cubic kernel a = -0.5, which is widened where it shrinks, as Pillow does.
     *
     * @param x {@code [N, C, H, W]}
     * @param height of the result
     * @param width of the result
     * @return {@code [N, C, height, width]}
     */
    public static NDArray bicubicAntialias(NDArray x, long height, long width) {
        return call("bicubic_antialias", x, new long[] {height, width});
    }

    /**
     * Turns groups of channels into squares of pixels.
     *
     * @param x {@code [N, C * factor * factor, H, W]}
     * @param factor at least 1
     * @return {@code [N, C, H * factor, W * factor]}
     */
    public static NDArray pixelShuffle(NDArray x, int factor) {
        return call("pixel_shuffle", x, factor);
    }

    /**
     * Turns squares of pixels into groups of channels.
     *
     * @param x {@code [N, C, H * factor, W * factor]}
     * @param factor at least 1
     * @return {@code [N, C * factor * factor, H, W]}
     */
    public static NDArray pixelUnshuffle(NDArray x, int factor) {
        return call("pixel_unshuffle", x, factor);
    }

    /**
     * Reads a picture at given places.
     *
     * @param x {@code [N, C, H, W]}
     * @param grid {@code [N, H', W', 2]}: x then y, -1 to 1 across the picture
     * @param sampling how to read between pixels
     * @param outside what lies beyond the edge
     * @param alignCorners whether -1 and 1 are the centres of the outermost pixels instead of their outer edges
     * @return {@code [N, C, H', W']}
     */
    public static NDArray gridSample(
            NDArray x, NDArray grid, Sampling sampling, Outside outside, boolean alignCorners) {
        return call("grid_sample", x, grid, sampling.ordinal(), outside.ordinal(), alignCorners);
    }

    /**
     * Reads a picture at places that are moved by a flow. As BasicSR has it, places count from the centres of the
     * corner pixels whatever {@code alignCorners} says, so that a flow of zero gives the picture back only with it.
     *
     * @param x {@code [N, C, H, W]}
     * @param flow {@code [N, H, W, 2]}: how far right, then how far down, in pixels
     * @param sampling how to read between pixels
     * @param outside what lies beyond the edge
     * @param alignCorners as with {@link #gridSample}
     * @return {@code [N, C, H, W]}: at p what {@code x} has at p + flow(p)
     */
    public static NDArray flowWarp(NDArray x, NDArray flow, Sampling sampling, Outside outside, boolean alignCorners) {
        return call("flow_warp", x, flow, sampling.ordinal(), outside.ordinal(), alignCorners);
    }

    private static long[] same(int axes, long value) {
        long[] all = new long[axes];
        Arrays.fill(all, value);
        return all;
    }

    /** Compiled when the first operation is called, not when the class is merely mentioned. */
    private static final class Operations {
        private static final TorchScript SCRIPT = TorchScript.resource(Torch.class, "operations.ts.py");
    }
}
