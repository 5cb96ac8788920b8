package io.vsr4j.training.ultravsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.ultravsr.RtsNetwork;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A temporal regularised UNet (section 3.4): that of Stable Diffusion with units of Recurrent Temporal Shift, which tells
 * the noise in the latents of a clip. Not in the paper: it learns the units and low-rank changes, as the model itself does.
 *
 * @param unet is lent the weights when it is used
 * @param weights of the UNet
 * @param units are lent theirs
 * @param temporal the units' tensors
 * @param dtype what is computed in
 */
record TemporalUNet(UNet2DConditionModel unet, LowRank weights, RtsNetwork units, Masters temporal, DType dtype) {
    /** {@return what is learned, by name} */
    Map<String, NDArray> learned() {
        Map<String, NDArray> all = new LinkedHashMap<>(weights.factors().tensors());
        all.putAll(temporal.tensors());
        return all;
    }

    /**
     * Estimates noise.
     *
     * @param noisy the latents
     * @param text features of the prompt, in the type that is computed in
     * @return the noise in them, in single precision
     */
    NDArray noise(NoisyLatent noisy, NDArray text) {
        return Scopes.within(noisy.latents().getManager(), scope -> {
            NDArray latents = Torch.to(Scopes.borrow(scope, noisy.latents()), dtype);
            NDArray time = scope.create(new long[] {noisy.timestep()});
            NDArray noise = new Lent(dtype, Map.of(unet, weights, units, temporal))
                    .during(
                            scope,
                            () -> unet.forward(latents, time, text, units.hook().in("unet.")));
            return Torch.to(noise, DType.F32);
        });
    }
}
