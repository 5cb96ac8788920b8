package io.vsr4j.models.ultravsr;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.stablediffusion.UNetConfig;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What UltraVSR adds to Stable Diffusion: temporal units and low-rank changes.
 *
 * @param unet that they are for
 * @param vae that they are for
 * @param units where the temporal units are
 */
public record OwnModules(Config unet, Config vae, RtsConfig units) {
    /**
     * {@return values with which they change nothing yet, for temporal units and for factors of low-rank changes}
     *
     * @param seed equal seeds give equal values
     */
    public static Parameters.Source fresh(long seed) {
        RandomTensors random = new RandomTensors(seed);
        return (owner, name, shape, type) -> RtsUnit.isLast(name) || name.contains(".lora_B.")
                ? owner.zeros(shape)
                : random.tensor(owner, name, shape, type);
    }

    static Map<String, Shape> unet(Config config) {
        return new UNet2DConditionModel(UNetConfig.of(config)).parameters().shapes();
    }

    static Map<String, Shape> vae(Config config) {
        return new AutoencoderKl(AutoencoderConfig.of(config)).parameters().shapes();
    }

    /** Adds them to a folder, with a constant degradation factor if there is one. */
    void write(WeightsFolderWriter folder, NDManager scope, Parameters.Source source, Optional<Double> factor)
            throws IOException {
        JsonObject rts = units.toJson();
        factor.ifPresent(value -> rts.addProperty(UltraVsrFolder.FACTOR, value));
        Map<String, Shape> temporal = new RtsNetwork(units).parameters().shapes();
        folder.component(UltraVsrFolder.RTS, rts, source.tensors(scope, temporal));
        JsonObject lora = new JsonObject();
        lora.addProperty("r", LoraTargets.RANK);
        lora.addProperty(UltraVsrFolder.ALPHA, LoraTargets.ALPHA);
        Map<String, Shape> changes = LoraTargets.unet(unet(unet));
        folder.component(UltraVsrFolder.UNET + UltraVsrFolder.LORA, lora, source.tensors(scope, changes));
        Map<String, Shape> encoder = LoraTargets.encoder(vae(vae));
        folder.component(UltraVsrFolder.VAE + UltraVsrFolder.LORA, lora, source.tensors(scope, encoder));
    }
}
