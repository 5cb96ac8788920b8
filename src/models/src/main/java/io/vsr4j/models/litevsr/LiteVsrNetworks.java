package io.vsr4j.models.litevsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.WeightsFolder;
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
final class LiteVsrNetworks implements AutoCloseable {
    /** The card's id. */
    static final String ID = "litevsr";

    static final String TRANSFORMER = "transformer";
    static final String VAE = "vae";
    static final String ADAPTER = "adapter";
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
        LiteVsrNetworks networks = new LiteVsrNetworks(WeightsFolder.open(root, ID), device);
        try (Autograd off = Autograd.off()) {
            networks.load(networks.transformer, TRANSFORMER, device, dtype, inTurns);
            networks.load(networks.modules, ADAPTER, device, dtype, inTurns);
            networks.load(networks.vae, VAE, device, networks.modules.config().vaeType(), false);
            networks.read(root.resolve(PROMPT));
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

    private void load(Network network, String component, Device device, DType dtype, boolean inTurns)
            throws IOException {
        Weights weights = folder.weights(component);
        open.add(weights);
        if (inTurns) {
            network.stream(weights, device, dtype);
        } else {
            network.load(weights, device, dtype);
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
    WeightsFolder folder() {
        return folder;
    }

    /** {@return the transformer under guidance} */
    GuidedTransformer guided() {
        return new GuidedTransformer(transformer, modules);
    }

    /** {@return the autoencoder} */
    WanVae vae() {
        return vae;
    }

    /** {@return the prompt as the transformer reads it} */
    WanTransformerText text() {
        return text;
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
