package io.vsr4j.models.ultravsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.sampler.NoiseSchedule;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;

/**
 * Degradation-aware Reconstruction Scheduling: a degraded latent is taken for a noisy one, of the timestep at which as much
 * signal is left as the degradation left.
 *
 * @param factor d, how much is left: 0 to 1
 */
public record Drs(double factor) {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.STABLE_DIFFUSION;

    /** Limits the factor. Not in the paper: to the schedule's own range, below which the quotient has no bound. */
    public Drs {
        factor = Math.min(Math.max(factor, SCHEDULE.signal(SCHEDULE.timesteps() - 1)), SCHEDULE.signal(0));
    }

    /** {@return t_rec, the timestep whose signal is nearest to d (eq. 4)} */
    public int timestep() {
        return SCHEDULE.nearestTimestep(factor);
    }

    /**
     * {@return z_HR = (z_LR - sqrt(1 - d^2) est) / d (eq. 3), in single precision}
     *
     * @param latent z_LR
     * @param estimate what the UNet found in it
     */
    public NDArray clean(NDArray latent, NDArray estimate) {
        return Scopes.within(latent.getManager(), scope -> {
            NDArray z = Torch.to(Scopes.borrow(scope, latent), DType.F32);
            NDArray degradation = Torch.to(Scopes.borrow(scope, estimate), DType.F32);
            return Torch.divide(z.sub(Torch.scale(degradation, Math.sqrt(1 - factor * factor))), factor);
        });
    }
}
