package io.vsr4j.quality.warping;

import ai.djl.ndarray.NDArray;
import io.vsr4j.quality.flow.OpticalFlow;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchScript;

/**
 * Where pixels went from one frame to the next, and which of them can be followed: not those that were hidden or came out of
 * hiding, where the way there and back does not return, nor those at edges of motion, where flow is not to be trusted.
 *
 * @param flow {@code [N, 2, H, W]}, from the one to the other
 * @param followed {@code [N, 1, H, W]}, 1 or 0
 */
public record Warping(NDArray flow, NDArray followed) {
    private static final TorchScript SCRIPT = TorchScript.resource(Warping.class, "warping.ts.py");

    /** Measures the flow both ways; the result belongs to the manager of {@code from}. */
    static Warping between(NDArray from, NDArray to, OpticalFlow motion) {
        NDArray there = motion.flow(from, to);
        NDArray back = motion.flow(to, from);
        return new Warping(there, followed(there, back));
    }

    /**
     * Tells which pixels can be followed.
     *
     * @param there {@code [N, 2, H, W]}, from the one frame to the other
     * @param back the same, from the other to the one
     * @return {@code [N, 1, H, W]}, 1 or 0 for each pixel of the one
     */
    public static NDArray followed(NDArray there, NDArray back) {
        try (NDArray returned = fetch(back, there)) {
            return SCRIPT.call("followed", there, returned);
        }
    }

    /** {@return mean squared difference of pixels that can be followed; NaN if none can} */
    double error(NDArray frame, NDArray next) {
        try (NDArray warped = fetch(next, flow);
                NDArray sums = SCRIPT.call("error", frame, warped, followed)) {
            float[] values = sums.toFloatArray();
            return values[1] == 0 ? Double.NaN : values[0] / values[1];
        }
    }

    /** What is at the places where the flow leads, between pixels in proportion, beyond the edge as at the edge. */
    private static NDArray fetch(NDArray x, NDArray flow) {
        try (NDArray last = flow.transpose(0, 2, 3, 1)) {
            return Torch.flowWarp(x, last, Torch.Sampling.BILINEAR, Torch.Outside.BORDER, true);
        }
    }
}
