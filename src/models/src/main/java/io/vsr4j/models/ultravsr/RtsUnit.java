package io.vsr4j.models.ultravsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.TorchScript;

/**
 * One unit of Recurrent Temporal Shift: it mixes into each frame what the frame before and the one after have. Beyond the
 * ends of a clip there are zeros. It works in two steps, so that of a neighbour only few channels must be known:
 * {@link #reduced} looks at each frame by itself, {@link #mixed} at what that gave of three frames.
 */
final class RtsUnit {
    private static final TorchScript SCRIPT = TorchScript.resource(RtsUnit.class, "rts.ts.py");

    private final String method;
    private final String reduction;
    private final Parameters parameters;

    private RtsUnit(String method, String reduction, Parameters parameters) {
        this.method = method;
        this.reduction = reduction;
        this.parameters = parameters;
    }

    /** The convolution (eq. 5 and 6): a third of the reduced channels comes from either neighbour. */
    static RtsUnit convolution(Parameters p, int channels, int width) {
        // Not in the paper: the kernels.
        p.conv("reduce", channels, width, 1, 1);
        p.conv("conv1", width, width, 3, 3).conv("conv2", width, width, 3, 3);
        p.conv("expand", width, channels, 1, 1);
        return new RtsUnit("convolution", "reduce", p);
    }

    /** The attention (eq. 7 and 8): each pixel of a frame asks all pixels of the three frames. */
    static RtsUnit attention(Parameters p, int channels, int width) {
        p.conv("qkv", channels, 3L * width, 1, 1).conv("out", width, channels, 1, 1);
        return new RtsUnit("attention", "qkv", p);
    }

    /** {@return the last layer of either unit} While it is zero, the unit changes nothing. */
    static boolean isLast(String parameter) {
        return parameter.matches(".*\\.(expand|out)\\.(weight|bias)");
    }

    /** Computes a whole clip, [N, C, H, W]. */
    NDArray forward(NDArray clip) {
        try (NDArray reduced = reduced(clip)) {
            return mixed(clip, null, reduced, null);
        }
    }

    /** {@return what frames and their neighbours need of frames: [n, c, H, W]} */
    NDArray reduced(NDArray frames) {
        return SCRIPT.call("conv", frames, parameters.dict(), reduction);
    }

    /**
     * Computes frames that follow each other in a clip.
     *
     * @param frames {@code [n, C, H, W]}
     * @param before the frame before them, reduced; null if they begin the clip
     * @param reduced the frames themselves
     * @param after the frame after them, reduced; null if they end the clip
     * @return the same shape as the frames
     */
    NDArray mixed(NDArray frames, NDArray before, NDArray reduced, NDArray after) {
        return SCRIPT.call(method, frames, before, reduced, after, parameters.dict());
    }

    /** {@return a copy of one frame, which does not hold the others' memory} */
    static NDArray frame(NDArray frames, long index) {
        return SCRIPT.call("frame", frames, index);
    }
}
