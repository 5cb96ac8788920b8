package io.vsr4j.models.litevsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.network.Binding;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.text.PromptFile;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeConfig;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a weights folder of LiteVSR holds, loaded: the frozen base, the trained modules, and the one prompt. */
public final class LiteVsrNetworks implements AutoCloseable {
    /** The card's id. */
    public static final String ID = "litevsr";

    static final String TRANSFORMER = "transformer";
    /** The component that makes latents of frames, and frames of latents. */
    public static final String VAE = "vae";

    /** The component that is learned. */
    public static final String ADAPTER = "adapter";
    /** The text encoder's output for the empty prompt. */
    static final String PROMPT = "prompt.safetensors";
    /** Wan gives its prompts this many tokens; those that a prompt lacks are zeros. */
    static final int TEXT_TOKENS = 512;

    private final WeightsFolder folder;
    private final WanTransformer transformer;
    private final WanVae vae;
    private final LiteVsrModules modules;
    private final NDManager manager;
    private final List<Weights> open = new ArrayList<>();
    private WanTransformerText text;

    private LiteVsrNetworks(WeightsFolder folder, Device device) throws IOException {
        this.folder = folder;
        WanTransformerConfig base = WanTransformerConfig.of(folder.config(TRANSFORMER));
        WanVaeConfig pictures = WanVaeConfig.of(folder.config(VAE));
        fit(folder.config(VAE), pictures, base);
        transformer = new WanTransformer(base);
        vae = new WanVae(pictures);
        modules = new LiteVsrModules(LiteVsrConfig.of(folder.config(ADAPTER), base), base);
        manager = TorchEngine.newManager(device);
    }

    /**
     * Loads them.
     *
     * @param root of the folder
     * @param device where they compute
     * @param dtype what transformer and modules compute in
     * @param inTurns whether the blocks of the transformer, and the injections, get their weights in turn
     * @return the networks
     * @throws io.vsr4j.tensor.CheckpointException if something is missing, left over, or of another size
     * @throws IOException if the folder cannot be read
     */
    static LiteVsrNetworks load(Path root, Device device, DType dtype, boolean inTurns) throws IOException {
        return load(new LiteVsrNetworks(WeightsFolder.open(root, ID), device), device, dtype, inTurns, Binding.STORED);
    }

    /**
     * Loads them whole.
     *
     * @param folder of weights
     * @param device where they compute
     * @param dtype what transformer and modules compute in
     * @param binding who gives the networks their values
     * @return the networks, to be closed
     * @throws io.vsr4j.tensor.CheckpointException if something is missing, left over, or of another size
     * @throws IOException if the folder cannot be read
     */
    public static LiteVsrNetworks load(WeightsFolder folder, Device device, DType dtype, Binding binding)
            throws IOException {
        return load(new LiteVsrNetworks(folder, device), device, dtype, false, binding);
    }

    private static LiteVsrNetworks load(
            LiteVsrNetworks networks, Device device, DType dtype, boolean inTurns, Binding binding) throws IOException {
        try (Autograd off = Autograd.off()) {
            networks.load(networks.transformer, TRANSFORMER, device, dtype, inTurns, binding);
            networks.load(networks.modules, ADAPTER, device, dtype, inTurns, binding);
            networks.load(networks.vae, VAE, device, networks.modules.config().vaeType(), false, binding);
            networks.read(networks.folder.root().resolve(PROMPT));
            return networks;
        } catch (IOException | RuntimeException | Error e) {
            networks.close();
            throw e;
        }
    }

    /** Refuses an autoencoder whose latents the transformer does not take, or that cuts a card's frames otherwise. */
    static void fit(Config config, WanVaeConfig vae, WanTransformerConfig base) {
        config.require(
                vae.zDim() == base.inChannels() && base.inChannels() == base.outChannels(),
                "z_dim",
                "the transformer's in_channels and out_channels, " + base.inChannels() + " and " + base.outChannels());
        config.require(vae.temporalFactor() == 4, "temperal_downsample", "true twice: windows have 1 + 4 k frames");
        int side =
                vae.spatialFactor() * Math.max(base.patch().get(1), base.patch().get(2));
        config.require(
                LatentVideo.SCALE * LiteVsrProvider.MULTIPLE % side == 0
                        && base.patch().get(0) == 1,
                "dim_mult",
                "such that tokens are squares that divide " + LatentVideo.SCALE * LiteVsrProvider.MULTIPLE + " pixels");
    }

    private void load(Network network, String component, Device device, DType dtype, boolean inTurns, Binding binding)
            throws IOException {
        Weights weights = folder.weights(component);
        open.add(weights);
        if (inTurns) {
            network.stream(weights, device, dtype);
        } else {
            network.bind(device, dtype, binding.of(component, weights::load));
        }
        weights.requireAllUsed();
        if (!inTurns) {
            weights.close();
            open.remove(weights);
        }
    }

    private void read(Path file) throws IOException {
        NDArray prompt = PromptFile.read(
                        manager, file, TEXT_TOKENS, transformer.config().textWidth())
                .embedding();
        text = transformer.text(prompt, TEXT_TOKENS - prompt.getShape().get(1));
        manager.cap();
    }

    /** {@return what they were loaded from} */
    public WeightsFolder folder() {
        return folder;
    }

    /** {@return the transformer under guidance} */
    public GuidedTransformer guided() {
        return new GuidedTransformer(transformer, modules);
    }

    /** {@return the autoencoder} */
    WanVae vae() {
        return vae;
    }

    /** {@return the way of frames into latents and back} */
    public LatentVideo video() {
        return new LatentVideo(vae);
    }

    /** {@return the prompt as the transformer reads it} */
    public WanTransformerText text() {
        return text;
    }

    /**
     * Tells apart what makes latents: two folders with one answer make the same.
     *
     * @param folder of weights
     * @return text over the autoencoder and what it computes in
     * @throws IOException if it cannot be read
     */
    public static String encoder(WeightsFolder folder) throws IOException {
        WanTransformerConfig base = WanTransformerConfig.of(folder.config(TRANSFORMER));
        return folder.fingerprint(VAE)
                + LiteVsrConfig.of(folder.config(ADAPTER), base).vaeType();
    }

    /** {@return SHA-256 of all that decides the result} */
    static String fingerprint(WeightsFolder folder) throws IOException {
        String all = folder.fingerprint(TRANSFORMER, ADAPTER, VAE) + folder.sha256(PROMPT);
        return Sha256.of(ByteBuffer.wrap(all.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        if (text != null) {
            text.close();
        }
        transformer.close();
        modules.close();
        vae.close();
        manager.close();
        open.forEach(Weights::close);
    }
}
