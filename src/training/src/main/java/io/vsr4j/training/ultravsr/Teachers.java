package io.vsr4j.training.ultravsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.ultravsr.LoraTargets;
import io.vsr4j.models.ultravsr.OwnModules;
import io.vsr4j.models.ultravsr.RtsNetwork;
import io.vsr4j.models.ultravsr.UltraVsrFolder;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.training.Draw;
import java.io.IOException;
import java.util.Map;

/**
 * The networks that the joint distillation needs beside the model.
 *
 * @param autoencoder is lent its weights when it is used
 * @param pretrained those weights, as they were before the model changed them
 * @param real knows real videos
 * @param fake knows the model's own
 */
record Teachers(AutoencoderKl autoencoder, Masters pretrained, TemporalUNet real, TemporalUNet fake) {
    /** Both UNets begin as Stable Diffusion's own; they learn changes as large as the model's may be. */
    static Teachers fresh(UltraVsrFolder folder, Base base, NDManager owner, DType dtype, long seed)
            throws IOException {
        return new Teachers(
                new AutoencoderKl(folder.vae()),
                base.vae(),
                unet(folder, base, owner, dtype, seed),
                unet(folder, base, owner, dtype, seed));
    }

    private static TemporalUNet unet(UltraVsrFolder folder, Base base, NDManager owner, DType dtype, long seed)
            throws IOException {
        UNet2DConditionModel unet = new UNet2DConditionModel(folder.unet());
        RtsNetwork units = new RtsNetwork(folder.units().unet());
        Parameters.Source values = OwnModules.fresh(seed);
        Masters factors = Masters.learned(
                owner, values, LoraTargets.unet(unet.parameters().shapes()));
        Masters temporal = Masters.learned(owner, values, units.parameters().shapes());
        LowRank weights = new LowRank(base.unet(), factors, folder.alpha(UltraVsrFolder.UNET));
        return new TemporalUNet(unet, weights, units, temporal, dtype);
    }

    /**
     * Encodes a video; gradients flow.
     *
     * @param frames {@code [T, 3, H, W]}, RGB, 0 to 1
     * @return {@code [T, 4, H / 8, W / 8]}, scaled, in single precision
     */
    NDArray latents(NDArray frames) {
        return Scopes.within(frames.getManager(), scope -> {
            NDArray colours = Torch.scale(Scopes.borrow(scope, frames), 2).sub(1);
            NDArray latents = new Lent(real.dtype(), Map.of(autoencoder, pretrained))
                    .during(scope, () -> autoencoder.encode(Torch.to(colours, real.dtype())));
            return Torch.to(latents, DType.F32);
        });
    }

    /**
     * Tells where the latents of the model's result should go, by both networks at one timestep and with one noise.
     *
     * @param latents of the result
     * @param text features of the prompt
     * @param rule of the distillation
     * @param draw random numbers
     * @return the gradient that the latents get, itself without gradient
     */
    NDArray direction(NDArray latents, NDArray text, JointDistillation rule, Draw draw) {
        try (Autograd off = Autograd.off()) {
            return Scopes.within(latents.getManager(), scope -> {
                NDArray clean = Scopes.borrow(scope, latents).stopGradient();
                NoisyLatent noisy =
                        NoisyLatent.of(clean, draw, "distillation", rule.firstTimestep(), rule.lastTimestep());
                return rule.direction(
                        clean, noisy.clean(fake.noise(noisy, text)), noisy.clean(real.noise(noisy, text)));
            });
        }
    }
}
