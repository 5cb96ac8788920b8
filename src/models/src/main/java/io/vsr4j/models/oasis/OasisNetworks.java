package io.vsr4j.models.oasis;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.text.PromptFile;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeConfig;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a weights folder of OASIS holds, loaded: the networks without their routing, and the one prompt. */
final class OasisNetworks implements AutoCloseable {
    /** The card's id. */
    static final String ID = "oasis";

    static final String PROJECTOR = "projector";
    static final String TRANSFORMER = "transformer";
    static final String VAE = "vae";
    /** The text encoder's output for the empty prompt. */
    static final String PROMPT = "prompt.safetensors";

    /** Wan gives its prompts this many tokens; those that a prompt lacks are zeros. */
    static final int TEXT_TOKENS = 512;

    private final NDManager manager;
    private final OasisProjector projector;
    private final WanTransformer transformer;
    private final WanVae vae;
    private final WanTransformerText text;
    private final Optional<Weights> streamed;

    OasisNetworks(
            NDManager manager,
            OasisProjector projector,
            WanTransformer transformer,
            WanVae vae,
            WanTransformerText text,
            Optional<Weights> streamed) {
        this.manager = manager;
        this.projector = projector;
        this.transformer = transformer;
        this.vae = vae;
        this.text = text;
        this.streamed = streamed;
    }

    /**
     * Loads them.
     *
     * @param folder of weights
     * @param options device, what the transformer computes in, and whether its blocks get their weights in turn; the
     *     autoencoder computes in single precision
     * @throws CheckpointException if something is missing, left over, or of another size
     */
    static OasisNetworks load(WeightsFolder folder, ModelOptions options) throws IOException {
        OasisConfig config = OasisConfig.of(folder.config(PROJECTOR));
        WanTransformerConfig sizes = WanTransformerConfig.of(folder.config(TRANSFORMER));
        WanVaeConfig decoder = WanVaeConfig.of(folder.config(VAE));
        config.require(sizes, decoder);
        OasisProjector projector = new OasisProjector(config);
        WanTransformer transformer = new WanTransformer(sizes);
        WanVae vae = new WanVae(decoder);
        NDManager manager = TorchEngine.newManager(options.device());
        Weights streamed = null;
        try (Autograd off = Autograd.off()) {
            load(projector, folder, PROJECTOR, options.device(), options.dtype());
            if (options.offload()) {
                streamed = folder.weights(TRANSFORMER);
                transformer.stream(streamed, options.device(), options.dtype());
                streamed.requireAllUsed();
            } else {
                load(transformer, folder, TRANSFORMER, options.device(), options.dtype());
            }
            load(vae, folder, VAE, options.device(), DType.F32);
            Path file = folder.root().resolve(PROMPT);
            NDArray prompt = PromptFile.read(manager, file, TEXT_TOKENS, sizes.textWidth())
                    .embedding();
            WanTransformerText text =
                    transformer.text(prompt, TEXT_TOKENS - prompt.getShape().get(1));
            manager.cap();
            return new OasisNetworks(manager, projector, transformer, vae, text, Optional.ofNullable(streamed));
        } catch (IOException | RuntimeException | Error e) {
            projector.close();
            transformer.close();
            vae.close();
            manager.close();
            if (streamed != null) {
                streamed.close();
            }
            throw e;
        }
    }

    private static void load(Network network, WeightsFolder folder, String component, Device device, DType dtype)
            throws IOException {
        try (Weights weights = folder.weights(component)) {
            network.load(weights, device, dtype);
            weights.requireAllUsed();
        }
    }

    OasisConfig config() {
        return projector.config();
    }

    WanTransformer transformer() {
        return transformer;
    }

    WanVae vae() {
        return vae;
    }

    /** The prompt as the transformer reads it. */
    WanTransformerText text() {
        return text;
    }

    /**
     * Makes z_L.
     *
     * @param frames {@code [T, 3, h, w]}, 0 to 1
     * @return {@code (1, z, F, h / 2, w / 2)}, with the manager of the frames
     */
    NDArray latent(NDArray frames) {
        return Scopes.within(frames.getManager(), scope -> {
            NDArray video = OasisScripts.SCRIPT.call("enter", Scopes.borrow(scope, frames));
            return projector.forward(video);
        });
    }

    /** {@return T_L, with the manager of {@code like}} */
    NDArray timestep(NDArray like) {
        return like.getManager().create(new float[] {(float) config().timestep()});
    }

    @Override
    public void close() {
        text.close();
        projector.close();
        transformer.close();
        vae.close();
        manager.close();
        streamed.ifPresent(Weights::close);
    }
}
