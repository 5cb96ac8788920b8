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
    static ClipConfig of(Config config) {
        String act = config.text("hidden_act", "quick_gelu");
        config.require(act.equals("quick_gelu") || act.equals("gelu"), "hidden_act", "quick_gelu or gelu");
        int width = config.number("hidden_size");
        int heads = config.number("num_attention_heads");
        config.require(width % heads == 0, "num_attention_heads", "a divisor of hidden_size " + width);
        return new ClipConfig(
                width,
                config.number("num_hidden_layers"),
                heads,
                config.number("intermediate_size"),
                act.equals("quick_gelu"),
                config.fraction("layer_norm_eps", 1e-5));
    }
}
