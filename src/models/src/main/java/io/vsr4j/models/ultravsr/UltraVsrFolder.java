package io.vsr4j.models.ultravsr;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.checkpoint.Layouts;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.models.text.PromptFile;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Lora;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.tensor.TensorFile;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is in UltraVSR's weights folder: {@code unet} and {@code vae} of Stable Diffusion 2.1, {@code rts}, optionally their
 * low-rank changes {@code unet_lora} and {@code vae_lora}, optionally {@code clip_iqa} and {@code clip_iqa_text}, and the
 * prompt {@code prompt.safetensors}. Without CLIP-IQA every shot has the degradation factor that {@code rts} names.
 *
 * @param folder the files
 */
record UltraVsrFolder(WeightsFolder folder) {
    static final String UNET = "unet";
    static final String VAE = "vae";
    static final String RTS = "rts";
    static final String LORA = "_lora";
    static final String ALPHA = "lora_alpha";
    static final String FACTOR = "degradation_factor";
    static final String PROMPT = "prompt.safetensors";

    /** Rows of a prompt: CLIP's tokens. */
    static final int ROWS = 77;

    UltraVsrNetworks networks(Device device, DType dtype) throws IOException {
        AutoencoderKl vae = new AutoencoderKl(AutoencoderConfig.of(folder.config(VAE)));
        UNet2DConditionModel unet = new UNet2DConditionModel(UNetConfig.of(folder.config(UNET)));
        RtsNetwork rts = new RtsNetwork(RtsConfig.of(folder.config(RTS), unet.config(), vae.config()));
        load(vae, folder.weights(VAE).renamed(Layouts.SD_VAE), VAE, device, dtype);
        load(unet, folder.weights(UNET), UNET, device, dtype);
        load(rts, folder.weights(RTS), RTS, device, dtype);
        return new UltraVsrNetworks(vae, unet, rts);
    }

    private void load(Network network, Weights stored, String component, Device device, DType dtype)
            throws IOException {
        try (Weights weights = adapted(stored, component + LORA)) {
            network.load(weights, device, dtype);
            weights.requireAllUsed();
        }
    }

    /** The low-rank changes cost nothing once they are part of the weights. */
    private Weights adapted(Weights weights, String changes) throws IOException {
        if (!folder.has(changes)) {
            return weights;
        }
        double alpha = folder.config(changes).fraction(ALPHA, LoraTargets.ALPHA);
        return weights.withLora(Lora.of(TensorFile.open(folder.root().resolve(changes)), alpha));
    }

    /** The empty prompt, unless the folder holds another. Not in the paper: a tagger's words for each frame. */
    PromptFile prompt(NDManager scope, int width) throws IOException {
        return PromptFile.read(scope, folder.root().resolve(PROMPT), ROWS, width);
    }

    Optional<Dem> dem(Device device) throws IOException {
        return folder.has(Dem.TOWER) ? Optional.of(new Dem(folder, device)) : Optional.empty();
    }

    /** {@return the factor of every shot, in a folder without CLIP-IQA} */
    double degradationFactor() throws IOException {
        Config config = folder.config(RTS);
        double factor = config.fraction(FACTOR, 0);
        config.require(factor > 0 && factor <= 1, FACTOR, "above 0 and at most 1, where the folder lacks " + Dem.TOWER);
        return factor;
    }

    String fingerprint() throws IOException {
        String[] components = Stream.of(UNET, UNET + LORA, VAE, VAE + LORA, RTS, Dem.TOWER, Dem.PROMPTS)
                .filter(folder::has)
                .toArray(String[]::new);
        String all = folder.fingerprint(components) + Sha256.of(folder.root().resolve(PROMPT));
        return Sha256.of(ByteBuffer.wrap(all.getBytes(StandardCharsets.US_ASCII)));
    }
}
