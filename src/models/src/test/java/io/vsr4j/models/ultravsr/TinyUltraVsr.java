package io.vsr4j.models.ultravsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.NormGroups;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.tensor.DType;
import java.util.List;

/** All networks with few channels and random numbers, and the published number of stages. */
final class TinyUltraVsr {
    static final UNetConfig UNET = new UNetConfig(
            4,
            4,
            List.of(4, 4, 8, 8),
            1,
            List.of(true, true, true, false),
            List.of(false, true, true, true),
            List.of(1, 1, 2, 2),
            16,
            6,
            NormGroups.fixed(2),
            1e-5);
    static final AutoencoderConfig VAE =
            new AutoencoderConfig(3, 3, 4, List.of(4, 4, 8, 8), 1, NormGroups.fixed(2), 0.18215, 0, true, true, true);

    private TinyUltraVsr() {}

    static UltraVsrNetworks networks(RtsConfig config) {
        return networks(config, DType.F32);
    }

    static UltraVsrNetworks networks(RtsConfig config, DType type) {
        UltraVsrNetworks networks =
                new UltraVsrNetworks(new AutoencoderKl(VAE), new UNet2DConditionModel(UNET), new RtsNetwork(config));
        NetworkProbe.randomise(networks.vae(), type);
        NetworkProbe.randomise(networks.unet(), type);
        NetworkProbe.randomise(networks.rts(), type);
        return networks;
    }

    static NDArray wave(NDManager scope, long... shape) {
        Shape s = new Shape(shape);
        return scope.arange(0f, s.size(), 1f).mul(1.7).sin().mul(0.4).add(0.5).reshape(s);
    }
}
