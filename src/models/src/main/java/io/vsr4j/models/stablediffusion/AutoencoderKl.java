package io.vsr4j.models.stablediffusion;

import static io.vsr4j.models.stablediffusion.Blocks.after;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Network;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import java.util.ArrayList;
import java.util.List;

/**
 * The autoencoder of Stable Diffusion, between pictures and latents of an eighth of their size. An encoder gives a
 * normal distribution for each latent number; its mean stands for the picture. Pictures are RGB from -1 to 1. Results
 * are not limited to that range.
 */
public final class AutoencoderKl extends Network {
    private final AutoencoderConfig config;
    private final Encoder encoder;
    private final Decoder decoder;

    /**
     * Declares the parameters.
     *
     * @param config its sizes
     */
    public AutoencoderKl(AutoencoderConfig config) {
        this.config = config;
        int latent = config.latentChannels();
        encoder = new Encoder(parameters().child("encoder"), config);
        decoder = new Decoder(parameters().child("decoder"), config);
        if (config.quant()) {
            parameters().conv("quant_conv", 2 * latent, 2 * latent, 1, 1);
        }
        if (config.postQuant()) {
            parameters().conv("post_quant_conv", latent, latent, 1, 1);
        }
    }

    /** {@return its sizes} */
    public AutoencoderConfig config() {
        return config;
    }

    @Override
    protected NDArray arranged(NDArray value) {
        return Filters.arranged(value);
    }

    /**
     * Encodes pictures.
     *
     * @param images {@code [N, 3, H, W]}, in the type that the network computes in
     * @return {@code [N, 8, H / 8, W / 8]}, sizes rounded down: for each latent number mean, then log-variance
     */
    public NDArray moments(NDArray images) {
        return Scopes.within(images.getManager(), scope -> {
            NDArray h = encoder.forward(Scopes.borrow(scope, images));
            if (config.quant()) {
                h = after(h, Blocks.call("pointwise", h, parameters().dict(), "quant_conv"));
            }
            return Torch.contiguous(h);
        });
    }

    /**
     * The mean of an encoded picture.
     *
     * @param moments given by {@link #moments}
     * @return {@code [N, 4, H / 8, W / 8]}
     */
    public static NDArray mean(NDArray moments) {
        return Blocks.call("mean", moments);
    }

    /**
     * The standard deviation of an encoded picture; the log-variance is limited to -30..20 first.
     *
     * @param moments given by {@link #moments}
     * @return {@code [N, 4, H / 8, W / 8]}
     */
    public static NDArray deviation(NDArray moments) {
        return Blocks.call("deviation", moments);
    }

    /**
     * The latent that a UNet works on, without chance: the mean, shifted and scaled as configured.
     *
     * @param images {@code [N, 3, H, W]}
     * @return {@code [N, 4, H / 8, W / 8]}
     */
    public NDArray encode(NDArray images) {
        return Scopes.within(images.getManager(), scope -> {
            NDArray moments = moments(Scopes.borrow(scope, images));
            return Torch.scale(mean(moments).sub(config.shiftFactor()), config.scalingFactor());
        });
    }

    /**
     * The picture of a latent that a UNet has worked on.
     *
     * @param latents {@code [N, 4, H, W]}
     * @return {@code [N, 3, 8 H, 8 W]}
     */
    public NDArray decode(NDArray latents) {
        return Scopes.within(latents.getManager(), scope -> {
            NDArray unscaled = Torch.divide(Scopes.borrow(scope, latents), config.scalingFactor());
            return decodeUnscaled(unscaled.add(config.shiftFactor()), LayerHook.NONE);
        });
    }

    /**
     * Decodes numbers as the encoder's moments have them.
     *
     * @param latents {@code [N, 4, H, W]}, not scaled
     * @param hook is called with {@code mid_block}, {@code up_blocks.0} and so on of the decoder
     * @return {@code [N, 3, 8 H, 8 W]}
     */
    public NDArray decodeUnscaled(NDArray latents, LayerHook hook) {
        return Scopes.within(latents.getManager(), scope -> {
            NDArray h = postQuant(Scopes.borrow(scope, latents));
            return Torch.contiguous(after(h, decoder.forward(h, hook)));
        });
    }

    /**
     * The decoder in pieces, from a stack with latents that are not scaled to one with pictures.
     *
     * @return the pieces in order, one for the mid block, one for each stage and one for the end
     */
    public List<Segment> decoderSegments() {
        List<Segment> all = new ArrayList<>(decoder.segments());
        all.set(0, all.get(0).after(stack -> Blocks.replace(stack, this::postQuant)));
        return all;
    }

    private NDArray postQuant(NDArray latents) {
        return config.postQuant()
                ? Blocks.call("pointwise", latents, parameters().dict(), "post_quant_conv")
                : latents;
    }
}
