package io.vsr4j.training.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.vsr4j.quality.flow.OpticalFlow;
import io.vsr4j.quality.warping.Warping;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Scopes;

/** The motion of a clip both ways, as {@link io.vsr4j.training.data.Clip} has it where it is known exactly. */
public final class ClipFlow {
    private ClipFlow() {}

    /**
     * Estimates motion.
     *
     * @param frames {@code [T, 3, H, W]}, RGB, 0 to 1, T at least 2
     * @param motion finds it
     * @return {@code [2, T - 1, 2, H, W]}: from each frame to the next, then from each next one back; without gradients
     */
    public static NDArray estimate(NDArray frames, OpticalFlow motion) {
        try (Autograd off = Autograd.off()) {
            return Scopes.within(frames.getManager(), scope -> {
                NDList pictures =
                        Scopes.borrow(scope, frames).split(frames.getShape().get(0));
                NDList there = new NDList();
                NDList back = new NDList();
                for (int i = 0; i + 1 < pictures.size(); i++) {
                    there.add(motion.flow(pictures.get(i), pictures.get(i + 1)));
                    back.add(motion.flow(pictures.get(i + 1), pictures.get(i)));
                }
                return both(there, back);
            });
        }
    }

    /**
     * Tells which pixels can be followed: those that the way there and back brings home, away from edges of motion.
     *
     * @param flow as {@link #estimate} gives it
     * @return {@code [2, T - 1, 1, H, W]}, 1 or 0
     */
    public static NDArray followed(NDArray flow) {
        try (Autograd off = Autograd.off()) {
            return Scopes.within(flow.getManager(), scope -> {
                NDArray own = Scopes.borrow(scope, flow);
                NDArray there = own.get(0);
                NDArray back = own.get(1);
                return both(new NDList(Warping.followed(there, back)), new NDList(Warping.followed(back, there)));
            });
        }
    }

    private static NDArray both(NDList there, NDList back) {
        return NDArrays.stack(new NDList(NDArrays.concat(there), NDArrays.concat(back)));
    }
}
