package io.vsr4j.training.litevsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.litevsr.GuidedTransformer;
import io.vsr4j.models.litevsr.Refinement;
import io.vsr4j.models.sampler.FlowPath;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.tensor.Torch;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Terms;
import io.vsr4j.training.loss.Losses;

/**
 * The one loss of LiteVSR, eq. 11: at a random time of the path from a clean latent to noise, the squared error of the
 * velocity.
 *
 * <pre>
 * L = w(t) mean |v(z_t, t | A(z_LQ, z0^(K), t)) - (epsilon - z_0)|^2,   t ~ U(0, 1)
 * </pre>
 *
 * @param network under training
 * @param text the empty prompt
 * @param unrolling how an estimate is made
 * @param estimate which one it is
 * @param weight w
 */
record FlowMatching(
        GuidedTransformer network, WanTransformerText text, Unrolling unrolling, Estimate estimate, TimeWeight weight)
        implements Phase<LatentPair> {
    static final String GROUP = "adapter";
    /** Of the transformer, for a path of length 1. */
    private static final float TIMESTEPS = 1000;

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public Terms terms(LatentPair sample, Draw draw, NDManager scope) {
        // Not in the paper: how t is drawn.
        double t = draw.uniform("time");
        NDArray clean = Torch.copyIn(scope, sample.high());
        NDArray low = Torch.copyIn(scope, sample.low());
        NDArray noise = draw.noise("noise", scope, clean.getShape());
        NDArray state = FlowPath.noised(clean, noise, (float) t);
        NDArray timestep = scope.create(new float[] {(float) (TIMESTEPS * t)});
        NDArray refined = refined(clean, state, t, low, timestep);
        NDArray velocity = network.velocity(state, timestep, low, refined, text);
        return new Terms().add("flow", weight.of(t), Losses.mse(velocity, FlowPath.velocity(clean, noise)));
    }

    private NDArray refined(NDArray clean, NDArray state, double t, NDArray low, NDArray timestep) {
        if (network.modules().config().refinement() != Refinement.CLEAN) {
            return low; // Nobody looks at it.
        }
        return estimate == Estimate.TRUE
                ? clean
                : unrolling.estimate(state, t, low, z0 -> network.velocity(state, timestep, low, z0, text));
    }
}
