package io.vsr4j.models.clip;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Torch;

/** CLIP's vision transformer. */
public final class ClipVision {
    private final ClipConfig config;
    private final int patch;
    private final int side;
    private final Parameters embeddings;
    private final Parameters preNorm;
    private final ClipLayers layers;
    private final Parameters postNorm;

    /**
     * @param p named {@code vision_model} in the published files
     * @param config the {@code vision_config}
     */
    public ClipVision(Parameters p, Config config) {
        this.config = ClipConfig.of(config, ClipConfig.VISION);
        this.patch = config.positive("patch_size", 32);
        this.side = config.positive("image_size", 224) / patch;
        long width = this.config.width();
        embeddings = p.child("embeddings")
                .tensor("class_embedding", width)
                .tensor("patch_embedding.weight", width, config.number("num_channels", 3), patch, patch)
                .tensor("position_embedding.weight", 1L + (long) side * side, width);
        // The published name lacks a letter.
        preNorm = p.child("pre_layrnorm").tensor("weight", width).tensor("bias", width);
        layers = new ClipLayers(p, this.config, false);
        postNorm = p.child("post_layernorm").tensor("weight", width).tensor("bias", width);
    }

    /** {@return width of a token} */
    public int width() {
        return config.width();
    }

    /**
     * Looks at pictures of any size; positions are resized to it.
     *
     * @param x {@code [N, 3, H, W]}, normalised
     * @return {@code [N, 1 + H/patch * W/patch, width]}: the hidden states of the last layer, the class token's first
     */
    public NDArray forward(NDArray x) {
        try (NDArray tokens = ClipLayers.SCRIPT.call("patch_embeddings", x, embeddings.dict(), patch, side)) {
            return layers.forward(Torch.layerNorm(tokens, preNorm.get("weight"), preNorm.get("bias"), config.eps()));
        }
    }

    /**
     * What the whole picture shows.
     *
     * @param hidden {@code [N, L, width]}, from {@link #forward}
     * @return {@code [N, width]}
     */
    public NDArray pooled(NDArray hidden) {
        try (NDArray first = hidden.get(":, 0")) {
            return Torch.layerNorm(first, postNorm.get("weight"), postNorm.get("bias"), config.eps());
        }
    }
}
