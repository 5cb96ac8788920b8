package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;

/**
 * What a diffusion network's output means, and so how the clean sample follows from it in one step. Arrays have one shape
 * and type; a result belongs to the manager of the sample, and nothing else stays there.
 */
public enum Prediction {
    /** The noise in the sample, as Stable Diffusion 2.1-base predicts. */
    EPSILON {
        @Override
        public NDArray x0(NoiseSchedule schedule, NDArray x, NDArray output, int t) {
            return Scopes.within(
                    x.getManager(),
                    scope -> Torch.divide(
                            Combination.of(1, Scopes.borrow(scope, x), -schedule.noise(t), output),
                            schedule.signal(t)));
        }

        @Override
        public NDArray epsilon(NoiseSchedule schedule, NDArray x, NDArray output, int t) {
            return Scopes.borrow(x.getManager(), output);
        }
    },
    /** The velocity {@code v = sqrt(alphas_cumprod) epsilon - sqrt(1 - alphas_cumprod) x0}, as Stable Diffusion 2.1. */
    VELOCITY {
        @Override
        public NDArray x0(NoiseSchedule schedule, NDArray x, NDArray output, int t) {
            return Combination.of(schedule.signal(t), x, -schedule.noise(t), output);
        }

        @Override
        public NDArray epsilon(NoiseSchedule schedule, NDArray x, NDArray output, int t) {
            return Combination.of(schedule.noise(t), x, schedule.signal(t), output);
        }
    };

    /**
     * The clean sample, in one step.
     *
     * @param schedule the network's
     * @param x the sample at {@code t}
     * @param output the network's, for {@code x} at {@code t}
     * @param t a timestep of the schedule
     * @return the estimate of x0
     */
    public abstract NDArray x0(NoiseSchedule schedule, NDArray x, NDArray output, int t);

    /**
     * The noise that goes with {@link #x0}.
     *
     * @param schedule the network's
     * @param x the sample at {@code t}
     * @param output the network's, for {@code x} at {@code t}
     * @param t a timestep of the schedule
     * @return the estimate of epsilon; it may share memory with {@code output}
     */
    public abstract NDArray epsilon(NoiseSchedule schedule, NDArray x, NDArray output, int t);
}
