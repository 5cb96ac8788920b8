package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.Scopes;

/**
 * DDIM without added noise (Song et al., "Denoising Diffusion Implicit Models", 2021, eq. 12 with eta 0), the way Stable
 * Diffusion is sampled: leading timesteps moved up by 1, and after the last step the noise level of timestep 0. It
 * remembers nothing from step to step.
 */
public final class Ddim {
    private static final int OFFSET = 1;

    private final NoiseSchedule schedule;
    private final Prediction prediction;
    private final int[] timesteps;

    /**
     * Plans the steps.
     *
     * @param schedule the network's
     * @param prediction what the network predicts
     * @param steps 1 to one less than the schedule's timesteps
     */
    public Ddim(NoiseSchedule schedule, Prediction prediction, int steps) {
        if (steps < 1 || steps >= schedule.timesteps()) {
            throw new IllegalArgumentException("steps must be in 1.." + (schedule.timesteps() - 1) + ", got " + steps);
        }
        this.schedule = schedule;
        this.prediction = prediction;
        timesteps = TimestepSpacing.LEADING.timesteps(steps, schedule.timesteps(), OFFSET);
    }

    /** {@return the number of steps} */
    public int steps() {
        return timesteps.length;
    }

    /**
     * {@return what the network is told at a step}
     *
     * @param i 0 to {@link #steps} - 1
     */
    public int timestep(int i) {
        return timesteps[i];
    }

    /**
     * Makes a step.
     *
     * @param i 0 to {@link #steps} - 1
     * @param x the sample before it; its manager receives the result
     * @param output the network's, for {@code x} at {@link #timestep timestep(i)}; the same shape and type
     * @return the sample after it
     */
    public NDArray step(int i, NDArray x, NDArray output) {
        int t = timesteps[i];
        int next = Math.max(0, t - schedule.timesteps() / timesteps.length);
        return Scopes.within(x.getManager(), scope -> {
            NDArray sample = Scopes.borrow(scope, x);
            NDArray x0 = prediction.x0(schedule, sample, output, t);
            NDArray epsilon = prediction.epsilon(schedule, sample, output, t);
            return schedule.addNoise(x0, epsilon, next);
        });
    }
}
