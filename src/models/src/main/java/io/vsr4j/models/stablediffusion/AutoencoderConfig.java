package io.vsr4j.models.stablediffusion;

import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import java.util.List;

/**
 * The sizes of an autoencoder.
 *
 * @param inChannels of the picture that is encoded
 * @param outChannels of the one that is decoded
 * @param latentChannels of the latent
 * @param widths of the stages, the largest picture first; all but the last halve the size
 * @param layers ResNet blocks in a stage of the encoder; the decoder has one more
 * @param groups of the norms
 * @param scalingFactor by which latents are multiplied to have a deviation of about 1
 * @param shiftFactor what is subtracted from them before
 * @param attention whether there is attention in the middle of the encoder and of the decoder
 * @param quant whether a last convolution follows the encoder
 * @param postQuant whether a first one precedes the decoder
 */
public record AutoencoderConfig(
        int inChannels,
        int outChannels,
        int latentChannels,
        List<Integer> widths,
        int layers,
        NormGroups groups,
        double scalingFactor,
        double shiftFactor,
        boolean attention,
        boolean quant,
        boolean postQuant) {
    private static final OnlyValues ONLY = OnlyValues.of("""
                    {"act_fn": "silu", "latents_mean": null, "latents_std": null}
                    """);

    /** Refuses sizes that make no network. */
    public AutoencoderConfig {
        if (widths.isEmpty() || layers < 1 || !(scalingFactor > 0)) {
            throw new IllegalArgumentException("an autoencoder has widths, layers and a scaling factor above 0, got "
                    + widths + ", " + layers + " and " + scalingFactor);
        }
        widths = List.copyOf(widths);
    }

    /** {@return the sizes of all versions of Stable Diffusion up to 2.1: 84 million parameters} */
    public static AutoencoderConfig sd21() {
        return new AutoencoderConfig(
                3, 3, 4, List.of(128, 256, 512, 512), 2, NormGroups.fixed(32), 0.18215, 0, true, true, true);
    }

    /**
     * Reads the {@code config.json} of a diffusers {@code AutoencoderKL}.
     *
     * @param c the file
     * @return the sizes
     * @throws CheckpointException if it describes a network of another kind
     */
    public static AutoencoderConfig of(Config c) {
        ONLY.require(c);
        List<Integer> widths = c.has("block_out_channels") ? c.numbers("block_out_channels") : List.of(64);
        blocks(c, "down_block_types", "DownEncoderBlock2D", widths.size());
        blocks(c, "up_block_types", "UpDecoderBlock2D", widths.size());
        return UNetConfig.checked(
                c,
                () -> new AutoencoderConfig(
                        c.number("in_channels", 3),
                        c.number("out_channels", 3),
                        c.number("latent_channels", 4),
                        widths,
                        c.number("layers_per_block", 1),
                        NormGroups.fixed(c.number("norm_num_groups", 32)),
                        c.fraction("scaling_factor", 0.18215),
                        c.fraction("shift_factor", 0),
                        c.flag("mid_block_add_attention", true),
                        c.flag("use_quant_conv", true),
                        c.flag("use_post_quant_conv", true)));
    }

    private static void blocks(Config c, String key, String type, int count) {
        if (c.has(key)) {
            List<String> types = c.texts(key);
            boolean holds = types.size() == count && types.stream().allMatch(type::equals);
            c.require(holds, key, type + " for each of the " + count + " widths");
        }
    }
}
