package io.vsr4j.models.oasis;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.network.Binding;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.sampler.FlowPath;
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
public final class OasisNetworks implements AutoCloseable {
    /** The card's id. */
    public static final String ID = "oasis";

    /** The component that makes latents of low-quality frames. */
    public static final String PROJECTOR = "projector";
    /** The component that makes latents clean. */
    public static final String TRANSFORMER = "transformer";

    /** The component that makes latents of frames, and frames of latents. */
    public static final String VAE = "vae";
    /** The text encoder's output for the empty prompt. */
    static final String PROMPT = "prompt.safetensors";

    /** Wan gives its prompts this many tokens; those that a prompt lacks are zeros. */
    static final int TEXT_TOKENS = 512;

    private final NDManager manager;
    private final OasisProjector projector;
    private final WanTransformer transformer;
    private final WanVae vae;
    private final NDArray prompt;
    private final WanTransformerText text;
    private final Optional<Weights> streamed;

    OasisNetworks(
            NDManager manager,
            OasisProjector projector,
            WanTransformer transformer,
            WanVae vae,
            NDArray prompt,
            Optional<Weights> streamed) {
        this.manager = manager;
        this.projector = projector;
        this.transformer = transformer;
        this.vae = vae;
        this.prompt = prompt;
        text = read(manager);
        manager.cap();
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
        return load(folder, options, Binding.STORED);
    }

    /**
     * Loads them whole.
     *
     * @param folder of weights
     * @param device where they compute
     * @param dtype what the transformer computes in
     * @param binding who gives the networks their values
     * @return the networks, to be closed
     * @throws CheckpointException if something is missing, left over, or of another size
     * @throws IOException if the folder cannot be read
     */
    public static OasisNetworks load(WeightsFolder folder, Device device, DType dtype, Binding binding)
            throws IOException {
        return load(folder, new ModelOptions(Optional.of(folder.root()), device, dtype), binding);
    }

    private static OasisNetworks load(WeightsFolder folder, ModelOptions options, Binding binding) throws IOException {
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
            load(projector, folder, PROJECTOR, options.device(), options.dtype(), binding);
            if (options.offload()) {
                streamed = folder.weights(TRANSFORMER);
                transformer.stream(streamed, options.device(), options.dtype());
                streamed.requireAllUsed();
            } else {
                load(transformer, folder, TRANSFORMER, options.device(), options.dtype(), binding);
            }
            load(vae, folder, VAE, options.device(), DType.F32, binding);
            Path file = folder.root().resolve(PROMPT);
            NDArray prompt = PromptFile.read(manager, file, TEXT_TOKENS, sizes.textWidth())
                    .embedding();
            return new OasisNetworks(manager, projector, transformer, vae, prompt, Optional.ofNullable(streamed));
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

    private static void load(
            Network network, WeightsFolder folder, String component, Device device, DType dtype, Binding binding)
            throws IOException {
        try (Weights weights = folder.weights(component)) {
            network.bind(device, dtype, binding.of(component, weights::load));
            weights.requireAllUsed();
        }
    }

    OasisConfig config() {
        return projector.config();
    }

    /** {@return the transformer, without a routing} */
    public WanTransformer transformer() {
        return transformer;
    }

    /** {@return the autoencoder} */
    public WanVae vae() {
        return vae;
    }

    /** The prompt as the transformer reads it. */
    WanTransformerText text() {
        return text;
    }

    /**
     * Reads the prompt with the transformer's weights as they are now.
     *
     * @param scope owns what is read
     * @return the prompt, to be closed
     */
    public WanTransformerText read(NDManager scope) {
        return transformer.text(
                Scopes.borrow(scope, prompt), TEXT_TOKENS - prompt.getShape().get(1));
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

    /**
     * The one step, eq. 4: {@code z_H = z_L - sigma v(z_L, T_L)}.
     *
     * @param routed the transformer with its routing
     * @param frames low-quality ones, {@code [T, 3, h, w]}, 0 to 1
     * @param read the prompt
     * @return z_H, normalised, {@code (1, z, F, h / 2, w / 2)}, with the manager of the frames
     */
    public NDArray clean(OasisTransformer routed, NDArray frames, WanTransformerText read) {
        return Scopes.within(frames.getManager(), scope -> {
            NDArray low = latent(Scopes.borrow(scope, frames));
            NDArray velocity = routed.forward(low, timestep(low), read);
            return FlowPath.x0(low, velocity, (float) config().sigma());
        });
    }

    /**
     * What {@link #clean} should come to.
     *
     * @param frames high-quality ones, {@code [1 + 4 k, 3, H, W]}, 0 to 1
     * @return the autoencoder's latents, normalised, {@code (1, z, 1 + k, H / 8, W / 8)}, with the manager of the frames
     */
    public NDArray target(NDArray frames) {
        return Scopes.within(frames.getManager(), scope -> {
            NDArray video = OasisScripts.SCRIPT.call("enter", Scopes.borrow(scope, frames));
            return vae.normalise(vae.mean(vae.encode(video)));
        });
    }

    /**
     * Makes frames of what the decoder gives.
     *
     * @param video {@code (1, 3, T, H, W)}, -1 to 1
     * @return {@code float32 [T, 3, H, W]}, 0 to 1
     */
    public static NDArray frames(NDArray video) {
        return OasisScripts.SCRIPT.call("leave", video);
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
