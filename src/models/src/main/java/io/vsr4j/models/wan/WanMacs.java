package io.vsr4j.models.wan;

import io.vsr4j.models.network.Macs;
import io.vsr4j.models.network.Parameters;

/** Multiplications of the Wan networks, by {@link Macs}. */
public final class WanMacs {
    /** A prompt's own rows and the one that stands for all of its padding, as with the empty prompt. */
    private static final long TEXT_ROWS = 2;

    private WanMacs() {}

    /**
     * Counts one pass of a transformer without its self-attention. What is computed once a prompt and once a timestep is
     * left out.
     *
     * @param config its sizes
     * @param tokens of the video
     * @return multiplications of the linear layers and of the attention to an empty prompt
     */
    public static long layers(WanTransformerConfig config, long tokens) {
        long linear = Macs.of(
                new WanTransformer(config).parameters(),
                layer -> layer.startsWith("condition_embedder.") || layer.matches(".*attn2\\.to_[kv]") ? 0 : tokens);
        return linear + config.layers() * Macs.attention(tokens, TEXT_ROWS, config.width());
    }

    /**
     * Counts the self-attention of one pass in which every token sees all.
     *
     * @param config the transformer's sizes
     * @param tokens of the video
     * @return multiplications
     */
    public static long attention(WanTransformerConfig config, long tokens) {
        return config.layers() * Macs.attention(tokens, tokens, config.width());
    }

    /**
     * Counts the encoder of an autoencoder, without tiles.
     *
     * @param config its sizes
     * @param frames of the video: 1 + 4 k
     * @param height of the video, a multiple of the spatial factor
     * @param width of the video, too
     * @return multiplications
     */
    public static long encoder(WanVaeConfig config, long frames, long height, long width) {
        return half(config, "encoder.", new WanVaeSizes(config, frames, height, width));
    }

    /**
     * Counts the decoder of an autoencoder, without tiles.
     *
     * @param config its sizes
     * @param frames of the video: 1 + 4 k
     * @param height of the video, a multiple of the spatial factor
     * @param width of the video, too
     * @return multiplications
     */
    public static long decoder(WanVaeConfig config, long frames, long height, long width) {
        return half(config, "decoder.", new WanVaeSizes(config, frames, height, width));
    }

    private static long half(WanVaeConfig config, String half, WanVaeSizes sizes) {
        Parameters p = new WanVae(config).parameters();
        String between = half.equals("encoder.") ? "quant_conv" : "post_quant_conv";
        long weights = Macs.of(p, layer -> layer.startsWith(half) || layer.equals(between) ? sizes.voxels(layer) : 0);
        // The middle has one head, and every pixel sees its own frame.
        long channels =
                p.shapes().get(half + "mid_block.attentions.0.proj.weight").get(0);
        return weights + sizes.latentFrames() * Macs.attention(sizes.latentPixels(), sizes.latentPixels(), channels);
    }
}
