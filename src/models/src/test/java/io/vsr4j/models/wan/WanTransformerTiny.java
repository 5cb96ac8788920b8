package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import java.util.Random;

/** A transformer with all kinds of layers and little to compute, and inputs for it that are equal in every call. */
final class WanTransformerTiny {
    static final Shape LATENT = new Shape(2, 3, 2, 5, 6);
    static final int TOKENS = 2 * 2 * 3;
    static final int TEXT_WIDTH = 10;

    private WanTransformerTiny() {}

    static WanTransformerConfig config() {
        return config("""
                {"num_attention_heads": 2, "attention_head_dim": 18, "in_channels": 3, "out_channels": 4, "text_dim": 10,
                 "freq_dim": 8, "ffn_dim": 40, "num_layers": 3, "rope_max_seq_len": 16}""");
    }

    static WanTransformerConfig config(String json) {
        return WanTransformerConfig.of(
                new Config("test", JsonParser.parseString(json).getAsJsonObject()));
    }

    static NDArray latent(NDManager scope) {
        return random(scope, 1, LATENT);
    }

    static NDArray prompt(NDManager scope, long rows) {
        return random(scope, 2, new Shape(1, rows, TEXT_WIDTH));
    }

    static NDArray random(NDManager scope, long seed, Shape shape) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return scope.create(values, shape);
    }

    /** A whole call, with a prompt that has padding. */
    static NDArray flow(WanTransformer network, NDManager scope) {
        return flow(network, scope, scope.create(new float[] {250.5f, 999}), prompt(scope, 4), 5);
    }

    static NDArray flow(WanTransformer network, NDManager scope, NDArray timestep, NDArray prompt, long padding) {
        try (WanTransformerText text = network.text(prompt, padding)) {
            return network.forward(latent(scope), timestep, text);
        }
    }
}
