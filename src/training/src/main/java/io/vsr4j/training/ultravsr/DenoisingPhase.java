package io.vsr4j.training.ultravsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Terms;
import io.vsr4j.training.loss.Losses;
import java.util.function.Function;

/**
 * A network of the distillation learns to tell noise from the latents that it must know: {@code |eps - T(z_t, t)|^2}, the
 * usual objective (Ho et al., "Denoising Diffusion Probabilistic Models", 2020, eq. 14), all timesteps equally likely.
 *
 * @param group name of the group, and of the loss
 * @param network what learns
 * @param text features of the prompt
 * @param latents of a sample, without gradient
 */
record DenoisingPhase(String group, TemporalUNet network, NDArray text, Function<UltraVsrSample, NDArray> latents)
        implements Phase<UltraVsrSample> {
    @Override
    public Terms terms(UltraVsrSample sample, Draw draw, NDManager scope) {
        NDArray clean = Scopes.borrow(scope, latents.apply(sample));
        NoisyLatent noisy = NoisyLatent.of(clean, draw, group, 0, NoisyLatent.TIMESTEPS - 1);
        return new Terms().add(group + "-noise", 1, Losses.mse(network.noise(noisy, text), noisy.noise()));
    }
}
