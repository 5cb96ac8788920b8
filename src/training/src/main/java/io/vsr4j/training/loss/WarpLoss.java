package io.vsr4j.training.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Torch;

/**
 * How unsteady a clip is: each frame, moved to where its neighbour has things, less the neighbour. Source: OASIS,
 * {@code L_warp = sum_i |Warp(V_i, bw_i) - V_(i+1)| + |Warp(V_i, fw_i) - V_(i-1)|}.
 */
public final class WarpLoss {
    private WarpLoss() {}

    /**
     * Compares each frame with the ones beside it.
     *
     * @param frames {@code [T, 3, H, W]}, consecutive frames of one shot, T at least 2; gradients reach them
     * @param flow {@code [2, T - 1, 2, H, W]}, pixels, x and y: with index 0, pixel p of frame i shows what is at p + flow
     *     in frame i + 1; with index 1, pixel p of frame i + 1 what is at p + flow in frame i
     * @param followed {@code [2, T - 1, 1, H, W]}, 1 for the pixels that count, 0 for those that are hidden in the other
     *     frame; null if all count, as in the paper
     * @return the mean absolute difference over what counts, a scalar; 0 if nothing does
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static NDArray of(NDArray frames, NDArray flow, NDArray followed) {
        Shape size = frames.getShape();
        long steps = size.get(0) - 1;
        if (steps < 1 || !flow.getShape().equals(new Shape(2, steps, 2, size.get(2), size.get(3)))) {
            throw new IllegalArgumentException("a warp loss compares at least 2 frames [T, 3, H, W] along a flow"
                    + " [2, T - 1, 2, H, W], got frames " + size + " and a flow " + flow.getShape());
        }
        NDArray earlier = frames.get(new NDIndex().addSliceDim(0, steps));
        NDArray later = frames.get(new NDIndex().addSliceDim(1, steps + 1));
        NDArray atEarlier = warped(later, flow.get(0)).sub(earlier).abs();
        NDArray atLater = warped(earlier, flow.get(1)).sub(later).abs();
        if (followed == null) {
            // Not in the paper: a mean, which means the same at any size and length.
            return Torch.divide(atEarlier.mean().add(atLater.mean()), 2);
        }
        NDArray counted = atEarlier
                .mul(followed.get(0))
                .sum()
                .add(atLater.mul(followed.get(1)).sum());
        return counted.div(followed.sum().mul(size.get(1)).maximum(1));
    }

    private static NDArray warped(NDArray frames, NDArray flow) {
        return Torch.flowWarp(frames, flow.transpose(0, 2, 3, 1), Torch.Sampling.BILINEAR, Torch.Outside.BORDER, true);
    }
}
