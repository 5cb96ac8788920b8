package io.vsr4j.models.litevsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.sampler.FlowPath;
import io.vsr4j.models.sampler.FlowRun;
import io.vsr4j.models.sampler.FlowSchedule;
import io.vsr4j.models.sampler.UniPc;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.tensor.Scopes;

/**
 * Walks from noise to a clean latent with UniPC over Wan's own sigmas, without guidance by a second prompt. Each step's
 * estimate of the clean latent is what the adapter refines in the next one (section 3.4).
 */
public final class LiteVsrSampler {
    private final UniPc solver;

    /**
     * Makes the table of sigmas.
     *
     * @param steps 1 to 1000; the paper's are 1, 5, 10 and 15
     * @param shift of the sigmas
     */
    public LiteVsrSampler(int steps, double shift) {
        solver = new UniPc(FlowSchedule.wan(steps, shift));
    }

    /**
     * Samples.
     *
     * @param network predicts velocities
     * @param lowQuality z_LQ, {@code float32 (B, C_in, frames, rows, columns)}
     * @param noise of the same shape
     * @param text the prompt
     * @return {@code float32}, of the same shape
     */
    public NDArray sample(GuidedTransformer network, NDArray lowQuality, NDArray noise, WanTransformerText text) {
        return Scopes.within(lowQuality.getManager(), scope -> {
            NDManager estimates = scope.newSubManager();
            try (FlowRun run = solver.start(scope)) {
                NDArray state = Scopes.borrow(scope, noise);
                // Not in the paper: the first estimate. The stream is made for clean latents, and this is one.
                NDArray estimate = Scopes.borrow(estimates, lowQuality);
                while (!run.done()) {
                    try (NDManager step = scope.newSubManager()) {
                        NDArray z = Scopes.borrow(step, state);
                        NDArray t = step.create(new float[] {run.timestep()});
                        NDArray velocity = network.velocity(z, t, lowQuality, estimate, text);
                        estimate.close();
                        estimate = FlowPath.x0(z, velocity, run.sigma());
                        estimate.attach(estimates);
                        state = run.step(velocity, state);
                    }
                }
                state.attach(scope);
                return state;
            }
        });
    }
}
