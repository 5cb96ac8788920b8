package io.vsr4j.training.litevsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.sampler.FlowPath;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Scopes;
import java.util.function.UnaryOperator;

/**
 * Adaptive unrolling (section 3.4): the adapter refines an estimate of the clean latent, and in use that estimate is the
 * network's own, of the step before. So it is in training: some passes without gradients make it, the more the less noise
 * there is.
 *
 * <pre>
 * K(t) = floor(most (1 - s t / (1 + (s - 1) t)))                      eq. 10
 * z0^(0) = z_LQ,   z0^(k + 1) = z_t - t v(z_t, t | A(z_LQ, z0^(k), t))   eq. 9
 * </pre>
 *
 * @param most passes, at t = 0
 * @param sharpness s, above 0: how soon noise leaves nothing to refine
 * @param rounding to whole passes
 */
public record Unrolling(int most, double sharpness, Rounding rounding) {
    /**
     * How a number of passes is made whole.
     *
     * <p>Not in the paper: which. With t uniform, a maximum of 3 and a sharpness of 5 the means are 0.377, 0.705 and 1.377
     * passes; the first, at a third of a step's cost each, comes to the 14 % that the paper says unrolling takes.
     */
    public enum Rounding {
        /** Down. */
        FLOOR,
        /** To the nearest. */
        NEAREST,
        /** Up. */
        CEILING
    }

    /** {@return how many passes without gradients come first, K(t), for a time from 0 (clean) to 1 (noise)} */
    public int passes(double t) {
        double passes = most * (1 - sharpness * t / (1 + (sharpness - 1) * t));
        return (int)
                switch (rounding) {
                    case FLOOR -> Math.floor(passes);
                    case NEAREST -> Math.round(passes);
                    case CEILING -> Math.ceil(passes);
                };
    }

    /**
     * Estimates the clean latent as often as K(t) says, without gradients.
     *
     * @param state z_t
     * @param t 0 to 1
     * @param lowQuality z_LQ, the first estimate
     * @param velocity what the network predicts at {@code state} for an estimate; closed here
     * @return z0^(K), with the manager of the state
     */
    public NDArray estimate(NDArray state, double t, NDArray lowQuality, UnaryOperator<NDArray> velocity) {
        try (Autograd off = Autograd.off()) {
            return Scopes.within(state.getManager(), scope -> {
                NDArray z = Scopes.borrow(scope, state);
                NDArray estimate = Scopes.borrow(scope, lowQuality);
                for (int left = passes(t); left > 0; left--) {
                    try (NDArray before = estimate;
                            NDArray v = velocity.apply(before)) {
                        estimate = FlowPath.x0(z, v, (float) t);
                    }
                }
                return estimate;
            });
        }
    }
}
