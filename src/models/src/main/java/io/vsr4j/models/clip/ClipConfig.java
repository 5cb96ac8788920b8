package io.vsr4j.models.clip;

import io.vsr4j.models.network.Config;

/**
 * Sizes of one of CLIP's transformers, in the names of its {@code config.json}.
 *
 * @param width of a token
 * @param layers how many
 * @param heads that divide the width
 * @param inner width of the feed-forward
 * @param quickGelu whether the activation is x sigmoid(1.702 x), else the exact Gaussian one
 * @param eps of the norms
 */
record ClipConfig(int width, int layers, int heads, int inner, boolean quickGelu, double eps) {
    /** What the library's files leave out: they hold only what differs from CLIP's first network, ViT-B/32. */
    static final ClipConfig TEXT = new ClipConfig(512, 12, 8, 2048, true, 1e-5);

    static final ClipConfig VISION = new ClipConfig(768, 12, 12, 3072, true, 1e-5);

    static ClipConfig of(Config config, ClipConfig otherwise) {
        String act = config.text("hidden_act", "quick_gelu");
        config.require(act.equals("quick_gelu") || act.equals("gelu"), "hidden_act", "quick_gelu or gelu");
        int width = config.positive("hidden_size", otherwise.width());
        int heads = config.positive("num_attention_heads", otherwise.heads());
        config.require(width % heads == 0, "num_attention_heads", "a divisor of hidden_size " + width);
        return new ClipConfig(
                width,
                config.positive("num_hidden_layers", otherwise.layers()),
                heads,
                config.positive("intermediate_size", otherwise.inner()),
                act.equals("quick_gelu"),
                config.fraction("layer_norm_eps", otherwise.eps()));
    }
}
