package io.vsr4j.models.wan;

import io.vsr4j.models.network.Macs;

/** Multiplications of a {@link WanTransformer}, as {@link Macs} counts them. */
public final class WanTransformerCost {
    /** A prompt's own rows and the one that stands for all of its padding, as with the empty prompt. */
    private static final long TEXT_ROWS = 2;

    private WanTransformerCost() {}

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
}
