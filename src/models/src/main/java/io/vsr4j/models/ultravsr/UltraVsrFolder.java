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
public record UltraVsrFolder(WeightsFolder folder) {
    /** Component: the UNet. */
    public static final String UNET = "unet";
    /** Component: the autoencoder. */
    public static final String VAE = "vae";
    /** Component: the temporal units. */
    public static final String RTS = "rts";
    /** What follows the name of a component in that of its low-rank changes. */
    public static final String LORA = "_lora";

    static final String ALPHA = "lora_alpha";
    static final String FACTOR = "degradation_factor";

    UltraVsrNetworks networks(Device device, DType dtype) throws IOException {
        AutoencoderKl vae = new AutoencoderKl(vae());
        UNet2DConditionModel unet = new UNet2DConditionModel(unet());
        RtsConfig sites = units();
        UltraVsrNetworks networks = new UltraVsrNetworks(vae, unet, new RtsNetwork(sites));
        try {
            load(vae, adapted(VAE), device, dtype, Set.of());
            load(unet, adapted(UNET), device, dtype, Set.of());
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
    private Weights adapted(String component) throws IOException {
        String changes = component + LORA;
        return folder.has(changes)
                ? base(component).withLora(Lora.of(TensorFile.open(folder.root().resolve(changes)), alpha(component)))
                : base(component);
    }

    /**
     * Opens Stable Diffusion's own weights.
     *
     * @param component {@link #UNET} or {@link #VAE}
     * @return its tensors without the low-rank changes, by the network's names; close them
     * @throws CheckpointException if there are none
     * @throws IOException if they cannot be read
     */
    public Weights base(String component) throws IOException {
        Weights weights = folder.weights(component);
        return component.equals(VAE) ? weights.renamed(Layouts.SD_VAE) : weights;
    }

    /**
     * Tells how much low-rank changes count.
     *
     * @param component that they change
     * @return alpha; the change is alpha / rank times the product of the factors
     * @throws CheckpointException if there are none
     * @throws IOException if it cannot be read
     */
    public double alpha(String component) throws IOException {
        return folder.config(component + LORA).fraction(ALPHA, LoraTargets.ALPHA);
    }

    /**
     * {@return the UNet's sizes}
     *
     * @throws IOException if they cannot be read
     */
    public UNetConfig unet() throws IOException {
        return UNetConfig.of(folder.config(UNET));
    }

    /**
     * {@return the autoencoder's sizes}
     *
     * @throws IOException if they cannot be read
     */
    public AutoencoderConfig vae() throws IOException {
        return AutoencoderConfig.of(folder.config(VAE));
    }

    /**
     * {@return where the temporal units are}
     *
     * @throws IOException if it cannot be read
     */
    public RtsConfig units() throws IOException {
        return RtsConfig.of(folder.config(RTS), unet(), vae());
    }

    /**
     * Reads a prompt.
     *
     * @param scope owns the result
     * @param words what the user says; if there is nothing, what the folder has is meant
     * @return features {@code [1, S, E]}
     * @throws IOException if they cannot be read
     */
    public NDArray prompt(NDManager scope, Optional<String> words) throws IOException {
        int width = unet().textWidth();
        return words.isPresent()
                ? TextPrompt.read(folder, scope, width, words.get())
                : TextPrompt.kept(folder, scope, width);
    }

    /**
     * Opens what measures shots.
     *
     * @param device where it computes
     * @return gives the degradation factor; close it
     * @throws IOException if it cannot be read
     */
    public ShotMeasure degradation(Device device) throws IOException {
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
