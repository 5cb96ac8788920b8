package io.vsr4j.training.ultravsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.sampler.NoiseSchedule;
import io.vsr4j.models.sampler.Prediction;
import io.vsr4j.training.Draw;

/**
 * The latents of a clip somewhere on the way to noise (eq. 1), all frames at one timestep.
 *
 * @param latents z_t, {@code [T, C, H, W]}
 * @param noise that is in them
 * @param timestep t
 */
record NoisyLatent(NDArray latents, NDArray noise, int timestep) {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.STABLE_DIFFUSION;

    /** One more than the last timestep. */
    static final int TIMESTEPS = SCHEDULE.timesteps();

    /**
     * Adds noise.
     *
     * @param clean z_0, without gradient; its manager owns the result
     * @param draw random numbers
     * @param purpose that they are drawn for
     * @param first least timestep
     * @param last greatest timestep; all up to it are equally likely
     * @return the noisy latents
     */
    static NoisyLatent of(NDArray clean, Draw draw, String purpose, int first, int last) {
        NDManager scope = clean.getManager();
        int timestep = first + (int) (draw.uniform(purpose + " timestep") * (last - first + 1));
        NDArray noise = draw.noise(purpose + " noise", scope, clean.getShape());
        return new NoisyLatent(SCHEDULE.addNoise(clean, noise, timestep), noise, timestep);
    }

    /** {@return z_0 if this is the noise in the latents: X = (z_t - sqrt(1 - abar) noise) / sqrt(abar)} */
    NDArray clean(NDArray estimate) {
        return Prediction.EPSILON.x0(SCHEDULE, latents, estimate, timestep);
    }
}
