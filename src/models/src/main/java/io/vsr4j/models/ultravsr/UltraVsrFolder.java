package io.vsr4j.models.ultravsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.ShotMeasure;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.checkpoint.Layouts;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Lora;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.tensor.TensorFile;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is in UltraVSR's weights folder: {@code unet} and {@code vae} of Stable Diffusion 2.1, {@code rts}, optionally their
 * low-rank changes {@code unet_lora} and {@code vae_lora}, {@code clip_iqa} and {@code clip_iqa_text}, the prompt
 * {@code prompt.safetensors}, and optionally {@code text_encoder} and {@code tokenizer} for other prompts.
 *
 * <p>The configuration of {@code rts} is also where the paper's parts are switched off: {@link RtsConfig} lists the sites of
 * either unit, and {@value #FACTOR}, if it is there, is the degradation factor of every shot in place of CLIP-IQA's; 0 is
 * the paper's baseline, the timestep 999.
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

    UltraVsrNetworks networks(Device device, DType dtype) throws IOException {
        AutoencoderKl vae = new AutoencoderKl(AutoencoderConfig.of(folder.config(VAE)));
        UNet2DConditionModel unet = new UNet2DConditionModel(unet());
        RtsConfig sites = RtsConfig.of(folder.config(RTS), unet.config(), vae.config());
        UltraVsrNetworks networks = new UltraVsrNetworks(vae, unet, new RtsNetwork(sites));
        try {
            load(vae, adapted(folder.weights(VAE).renamed(Layouts.SD_VAE), VAE), device, dtype, Set.of());
            load(unet, adapted(folder.weights(UNET), UNET), device, dtype, Set.of());
            Set<String> all =
                    new RtsNetwork(sites.everywhere()).parameters().shapes().keySet();
            load(networks.rts(), folder.weights(RTS), device, dtype, all);
            return networks;
        } catch (IOException | RuntimeException e) {
            networks.close();
            throw e;
        }
    }

    /** Loads a network from all tensors but those that may be left over. */
    private static void load(Network network, Weights weights, Device device, DType dtype, Set<String> spare)
            throws IOException {
        try (weights) {
            network.load(weights, device, dtype);
            if (!spare.containsAll(weights.unused())) {
                weights.requireAllUsed();
            }
        }
    }

    /** The low-rank changes cost nothing once they are part of the weights. */
    private Weights adapted(Weights weights, String component) throws IOException {
        String changes = component + LORA;
        if (!folder.has(changes)) {
            return weights;
        }
        double alpha = folder.config(changes).fraction(ALPHA, LoraTargets.ALPHA);
        return weights.withLora(Lora.of(TensorFile.open(folder.root().resolve(changes)), alpha));
    }

    private UNetConfig unet() throws IOException {
        return UNetConfig.of(folder.config(UNET));
    }

    /** What the user says, or else what the folder has. */
    NDArray prompt(NDManager scope, Optional<String> words) throws IOException {
        int width = unet().textWidth();
        return words.isPresent()
                ? TextPrompt.read(folder, scope, width, words.get())
                : TextPrompt.kept(folder, scope, width);
    }

    /** What measures shots; close it if it can be closed. */
    ShotMeasure degradation(Device device) throws IOException {
        Config config = folder.config(RTS);
        if (!config.has(FACTOR)) {
            config.require(folder.has(Dem.TOWER), FACTOR, "0 to 1, since the folder lacks " + Dem.TOWER);
            return new Dem(folder, device);
        }
        double factor = config.fraction(FACTOR, 0);
        config.require(factor >= 0 && factor <= 1, FACTOR, "0 to 1");
        List<Float> constant = List.of((float) factor);
        return frames -> constant;
    }

    /** {@return SHA-256 of all that decides a result} */
    String fingerprint(Optional<String> words) throws IOException {
        String[] components = Stream.of(UNET, UNET + LORA, VAE, VAE + LORA, RTS, Dem.TOWER, Dem.PROMPTS)
                .filter(folder::has)
                .toArray(String[]::new);
        String all = folder.fingerprint(components) + TextPrompt.fingerprint(folder, words);
        return Sha256.of(ByteBuffer.wrap(all.getBytes(StandardCharsets.US_ASCII)));
    }
}
