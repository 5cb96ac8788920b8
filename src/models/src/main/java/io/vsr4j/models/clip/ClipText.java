package io.vsr4j.models.clip;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Torch;

/** CLIP's text transformer: each token sees those before it. */
public final class ClipText {
    private final ClipConfig config;
    private final int positions;
    private final int end;
    private final Parameters embeddings;
    private final ClipLayers layers;
    private final Parameters finalNorm;

    /**
     * @param p named {@code text_model} in the published files
     * @param config the {@code text_config}
     */
    public ClipText(Parameters p, Config config) {
        this.config = ClipConfig.of(config, ClipConfig.TEXT);
        this.positions = config.positive("max_position_embeddings", 77);
        this.end = config.number("eos_token_id", 49407);
        long width = this.config.width();
        embeddings = p.child("embeddings")
                .tensor("token_embedding.weight", config.positive("vocab_size", 49408), width)
                .tensor("position_embedding.weight", positions, width);
        layers = new ClipLayers(p, this.config, true);
        finalNorm = p.child("final_layer_norm").tensor("weight", width).tensor("bias", width);
    }

    /** {@return width of a token} */
    public int width() {
        return config.width();
    }

    /**
     * Reads a text.
     *
     * @param ids {@code int64 [N, L]}, L at most what the configuration has positions for
     * @return {@code [N, L, width]}: the hidden states after the last norm
     * @throws IllegalArgumentException if there are too many tokens
     */
    public NDArray forward(NDArray ids) {
        if (ids.getShape().get(1) > positions) {
            throw new IllegalArgumentException(
                    "a prompt of " + ids.getShape().get(1) + " tokens is too long; CLIP reads at most " + positions);
        }
        try (NDArray x = layers.forward(ClipLayers.SCRIPT.call("token_embeddings", ids, embeddings.dict()))) {
            return Torch.layerNorm(x, finalNorm.get("weight"), finalNorm.get("bias"), config.eps());
        }
    }

    /**
     * What the whole text says: the hidden state at its first end token.
     *
     * @param hidden {@code [N, L, width]}, from {@link #forward}
     * @param ids the tokens
     * @return {@code [N, width]}
     */
    public NDArray pooled(NDArray hidden, NDArray ids) {
        return ClipLayers.SCRIPT.call("at_end", hidden, ids, end);
    }
}
