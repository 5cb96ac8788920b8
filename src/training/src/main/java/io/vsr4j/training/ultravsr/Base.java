package io.vsr4j.training.ultravsr;

import ai.djl.ndarray.NDManager;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.ultravsr.UltraVsrFolder;
import io.vsr4j.tensor.Weights;
import java.io.IOException;

/**
 * Stable Diffusion, which the model and both networks of the distillation have in common.
 *
 * @param unet its UNet's weights
 * @param vae its autoencoder's
 */
record Base(Masters unet, Masters vae) {
    static Base read(UltraVsrFolder folder, NDManager owner) throws IOException {
        return new Base(
                read(owner, folder.base(UltraVsrFolder.UNET), new UNet2DConditionModel(folder.unet())),
                read(owner, folder.base(UltraVsrFolder.VAE), new AutoencoderKl(folder.vae())));
    }

    private static Masters read(NDManager owner, Weights weights, Network network) {
        try (weights) {
            Masters all =
                    Masters.frozen(owner, weights::load, network.parameters().shapes());
            weights.requireAllUsed();
            return all;
        }
    }
}
