package io.vsr4j.training.ultravsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.TorchScript;
import io.vsr4j.training.Settings;

/**
 * Spatio-temporal joint distillation (section 3.4): latents are moved from what a network that knows the model's own videos
 * takes for clean towards what one that knows real videos does, frame by frame and in the change from frame to frame.
 *
 * @param lambda how much the change from frame to frame counts (eq. 9)
 * @param firstTimestep least one at which the networks are asked
 * @param lastTimestep greatest one
 */
record JointDistillation(double lambda, int firstTimestep, int lastTimestep) {
    private static final TorchScript SCRIPT = TorchScript.resource(JointDistillation.class, "distillation.ts.py");

    static JointDistillation of(Settings settings) {
        long first = settings.integer("sjd.first-timestep", 0);
        long last = settings.integer("sjd.last-timestep", first);
        if (last >= NoisyLatent.TIMESTEPS) {
            throw new IllegalArgumentException("setting sjd.last-timestep of recipe " + settings.recipe()
                    + " must be below " + NoisyLatent.TIMESTEPS + ", got " + last);
        }
        return new JointDistillation(settings.number("sjd.lambda", 0, 1e6), (int) first, (int) last);
    }

    /**
     * The gradient that latents get. The paper prints real less fake (eq. 10 and 11), which gradient descent would follow
     * away from the real videos; here it is fake less real.
     *
     * <p>Not in the paper: the weight w, here one over the mean distance of the latents from the real network's estimate
     * (Yin et al., "One-step Diffusion with Distribution Matching Distillation", 2024, eq. 8), one for the whole clip, since
     * weights that change from frame to frame would flicker; and that the temporal term moves both frames of a pair, by the
     * derivative of their difference.
     *
     * @param latents z0, {@code [T, C, H, W]}
     * @param fake what the network of the model's own videos takes for clean, the same shape
     * @param real what that of real videos does
     * @return {@code w (u + lambda D^T D u)}, with u = fake - real and D the difference of consecutive frames
     */
    NDArray direction(NDArray latents, NDArray fake, NDArray real) {
        return SCRIPT.call("direction", latents, fake, real, lambda);
    }

    /**
     * A loss with a given gradient: {@code 0.5 mean |z0 - sg(z0 - g)|^2}, sg without gradient.
     *
     * @param latents z0, through which the gradient flows
     * @param direction g
     * @return a scalar, whose gradient at z0 is g over the number of elements
     */
    static NDArray loss(NDArray latents, NDArray direction) {
        return SCRIPT.call("loss", latents, direction);
    }
}
