package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Torch;
import java.util.List;

/**
 * The causal video autoencoder of Wan 2.1 and 2.2 ("Wan: Open and Advanced Large-Scale Video Generative Models", 2025,
 * section 4.1), with the names of diffusers' {@code AutoencoderKLWan}. Videos are {@code [N, 3, T, H, W]}, -1 to 1.
 * The first frame is a latent frame of its own, every further four frames are one ({@link WanVaeConfig#temporalFactor});
 * 8 or 16 pixels in height and width are one pixel of a latent ({@link WanVaeConfig#spatialFactor}).
 *
 * <p>No frame sees a later one. So both directions go through a video in groups of frames, and keep of what is past only
 * the last two inputs of each convolution.
 */
public final class WanVae extends Network {
    private final WanVaeConfig config;
    private final WanVaePipe encoding;
    private final WanVaePipe decoding;

    /**
     * Declares the parameters.
     *
     * @param config the sizes
     */
    public WanVae(WanVaeConfig config) {
        this.config = config;
        encoding = encoding(config);
        decoding = decoding(config);
    }

    private WanVaePipe encoding(WanVaeConfig config) {
        int patch = config.patchSize();
        int factor = config.spatialFactor();
        WanVaeLayer patchify = (x, past) -> WanVaeLayer.SCRIPT.call("patchify", x, patch);
        WanVaeLayer encoder = new WanVaeEncoder(parameters().child("encoder"), config);
        WanVaeLayer quant = pointwise("quant_conv", 2L * config.zDim());
        WanVaeLayer nothing = (x, past) -> Torch.aliasIn(x.getManager(), x);
        // Without shortcuts, which need every pixel to have its box, an odd row or column is cut off on the way.
        int multiple = config.residual() ? factor : patch;
        return new WanVaePipe(
                "a video",
                List.of(patchify, encoder, quant),
                nothing,
                config.colours(),
                config.temporalFactor(),
                multiple,
                1,
                factor);
    }

    private WanVaePipe decoding(WanVaeConfig config) {
        int patch = config.patchSize();
        WanVaeLayer postQuant = pointwise("post_quant_conv", config.zDim());
        WanVaeLayer decoder = new WanVaeDecoder(parameters().child("decoder"), config);
        WanVaeLayer finish = (x, past) -> WanVaeLayer.SCRIPT.call("finish", x, patch);
        return new WanVaePipe(
                "latents", List.of(postQuant, decoder), finish, config.zDim(), 1, 1, config.spatialFactor(), patch);
    }

    private WanVaeLayer pointwise(String name, long width) {
        Parameters p = parameters().child(name);
        p.tensor("weight", width, width, 1, 1, 1).tensor("bias", width);
        return (x, past) -> WanVaeLayer.SCRIPT.call("pointwise", x, p.dict());
    }

    /** {@return the sizes} */
    public WanVaeConfig config() {
        return config;
    }

    // --- whole videos

    /**
     * Encodes a video.
     *
     * @param video {@code [N, 3, 1 + 4k, H, W]}, -1 to 1
     * @return moments {@code [N, 2z, 1 + k, H / 8, W / 8]}: means, then logarithms of variances, of latents that are not
     *     normalised
     */
    public NDArray encode(NDArray video) {
        return encode(video, WanVaeTiling.NONE);
    }

    /**
     * Encodes a video.
     *
     * @param video as with {@link #encode(NDArray)}
     * @param tiling how to cut it
     * @return moments
     */
    public NDArray encode(NDArray video, WanVaeTiling tiling) {
        return encoding.whole(video, tiling);
    }

    /**
     * Decodes latents.
     *
     * @param latents {@code [N, z, 1 + k, h, w]}, not normalised
     * @return video {@code [N, 3, 1 + 4k, 8h, 8w]}, limited to -1 to 1
     */
    public NDArray decode(NDArray latents) {
        return decode(latents, WanVaeTiling.NONE);
    }

    /**
     * Decodes latents.
     *
     * @param latents as with {@link #decode(NDArray)}
     * @param tiling how to cut them
     * @return video
     */
    public NDArray decode(NDArray latents, WanVaeTiling tiling) {
        return decoding.whole(latents, tiling);
    }

    // --- videos of any length

    /**
     * Begins to encode a video that comes in groups of 1, 4, 4, ... frames. Each gives the moments of one latent frame.
     *
     * @param owner owns what the stream remembers
     * @param tiling how to cut the frames
     * @return the stream; to be closed
     */
    public WanVaeStream encoder(NDManager owner, WanVaeTiling tiling) {
        return new WanVaeStream(encoding, tiling, owner);
    }

    /**
     * Begins to decode latent frames that come one by one. The first gives one frame of the video, each other one four.
     *
     * @param owner owns what the stream remembers
     * @param tiling how to cut the frames
     * @return the stream; to be closed
     */
    public WanVaeStream decoder(NDManager owner, WanVaeTiling tiling) {
        return new WanVaeStream(decoding, tiling, owner);
    }

    // --- latents

    /**
     * The most likely latents.
     *
     * @param moments {@code [N, 2z, F, h, w]}
     * @return their means {@code [N, z, F, h, w]}, on the same memory
     */
    public NDArray mean(NDArray moments) {
        return WanVaeLayer.SCRIPT.call("cut", moments, 1, 0, config.zDim());
    }

    /**
     * Brings latents into the range that the video transformer works in.
     *
     * @param latents {@code [N, z, F, h, w]}
     * @return each channel less its mean, divided by its standard deviation
     * @throws io.vsr4j.tensor.CheckpointException if the configuration has them for another number of channels
     */
    public NDArray normalise(NDArray latents) {
        return WanVaeLayer.SCRIPT.call("normalise", latents, config.means(), config.deviations());
    }

    /**
     * The inverse of {@link #normalise}.
     *
     * @param latents {@code [N, z, F, h, w]}, normalised
     * @return what {@link #decode} takes
     */
    public NDArray denormalise(NDArray latents) {
        return WanVaeLayer.SCRIPT.call("denormalise", latents, config.means(), config.deviations());
    }
}
