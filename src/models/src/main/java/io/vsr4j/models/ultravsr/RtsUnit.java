package io.vsr4j.models.ultravsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.TorchScript;

/**
 * One unit of Recurrent Temporal Shift: it mixes into each frame what the frame before and the one after have. Beyond the
 * ends of a clip there are zeros.
 */
final class RtsUnit {
    private static final TorchScript SCRIPT = TorchScript.resource(RtsUnit.class, "rts.ts.py");

    private final String method;
    private final Parameters parameters;

    private RtsUnit(String method, Parameters parameters) {
        this.method = method;
        this.parameters = parameters;
    }

    /** The convolution (eq. 5 and 6): a third of the reduced channels comes from either neighbour. */
    static RtsUnit convolution(Parameters p, int channels, int width) {
        // Not in the paper: the kernels.
        p.conv("reduce", channels, width, 1, 1);
        p.conv("conv1", width, width, 3, 3).conv("conv2", width, width, 3, 3);
        p.conv("expand", width, channels, 1, 1);
        return new RtsUnit("convolution", p);
    }

    /** The attention (eq. 7): each pixel of a frame asks all pixels of the three frames. */
    static RtsUnit attention(Parameters p, int channels, int width) {
        p.conv("qkv", channels, 3L * width, 1, 1).conv("out", width, channels, 1, 1);
        return new RtsUnit("attention", p);
    }

    /** {@return the last layer of either unit} While it is zero, the unit changes nothing. */
    static boolean isLast(String parameter) {
        return parameter.matches(".*\\.(expand|out)\\.(weight|bias)");
    }

    /** Computes a whole clip, [N, C, H, W]. */
    NDArray forward(NDArray clip) {
        return forward(clip, 0, clip.getShape().get(0));
    }

    /** Computes some frames of a clip, from them and their neighbours, as far as the clip has any. */
    NDArray forward(NDArray frames, long first, long count) {
        return SCRIPT.call(method, frames, parameters.dict(), first, count);
    }

    /** {@return a copy of one frame, which does not hold the others' memory} */
    static NDArray frame(NDArray frames, long index) {
        return SCRIPT.call("frame", frames, index);
    }
}
