package io.vsr4j.models.wan;

import io.vsr4j.models.network.Config;
import java.util.List;

/**
 * The sizes of a {@link WanTransformer}.
 *
 * @param patch frames, rows, columns of the latent that one token stands for
 * @param heads of every attention
 * @param headWidth even
 * @param inChannels of the latent
 * @param outChannels of the prediction
 * @param textWidth of the text encoder's tokens
 * @param timeWidth of the timestep's sinusoids
 * @param feedWidth of the feed-forward's hidden layer
 * @param layers how many blocks
 * @param eps of every norm
 * @param maxPositions the most tokens along an axis
 */
public record WanTransformerConfig(
        List<Integer> patch,
        int heads,
        int headWidth,
        int inChannels,
        int outChannels,
        int textWidth,
        int timeWidth,
        int feedWidth,
        int layers,
        double eps,
        int maxPositions) {

    /**
     * Reads a {@code config.json} in diffusers' names, with diffusers' defaults.
     *
     * @param config of a {@code WanTransformer3DModel}
     * @return the sizes
     * @throws io.vsr4j.tensor.CheckpointException if it is of a variant that does not run here: one that is conditioned
     *     on an image, or norms otherwise than the published text-to-video models do
     */
    public static WanTransformerConfig of(Config config) {
        for (String image : List.of("image_dim", "added_kv_proj_dim", "pos_embed_seq_len")) {
            config.require(!config.has(image), image, "null: conditioning on an image is not supported");
        }
        String norm = config.text("qk_norm", "rms_norm_across_heads");
        config.require(norm.equals("rms_norm_across_heads"), "qk_norm", "rms_norm_across_heads");
        config.require(config.flag("cross_attn_norm", true), "cross_attn_norm", "true");

        List<Integer> patch = config.has("patch_size") ? config.numbers("patch_size") : List.of(1, 2, 2);
        config.require(
                patch.size() == 3 && patch.stream().allMatch(n -> n > 0), "patch_size", "three numbers of at least 1");
        int headWidth = config.positive("attention_head_dim", 128);
        config.require(headWidth % 2 == 0, "attention_head_dim", "even");
        int inChannels = config.positive("in_channels", 16);
        long width = (long) config.positive("num_attention_heads", 40) * headWidth;
        config.require(width <= 1 << 20, "num_attention_heads", "such that all heads are 1048576 wide at most");
        return new WanTransformerConfig(
                List.copyOf(patch),
                config.positive("num_attention_heads", 40),
                headWidth,
                inChannels,
                config.json().has("out_channels") ? config.positive("out_channels", inChannels) : 16,
                config.positive("text_dim", 4096),
                config.positive("freq_dim", 256),
                config.positive("ffn_dim", 13824),
                config.positive("num_layers", 40),
                config.fraction("eps", 1e-6),
                config.positive("rope_max_seq_len", 1024));
    }

    /** {@return the width of a token: heads times their width} */
    public int width() {
        return heads * headWidth;
    }

    /**
     * How the pairs of numbers of a head are shared out to frame, row, column: a sixth of the width, rounded down, for
     * each of the latter two, the others for the frame. 128 gives 22, 21, 21.
     */
    long[] rotaryPairs() {
        int space = headWidth / 6;
        return new long[] {headWidth / 2 - 2L * space, space, space};
    }

    long[] patchSize() {
        return patch.stream().mapToLong(Integer::longValue).toArray();
    }
}
