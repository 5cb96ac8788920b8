package io.vsr4j.models.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoder of UMT5, which Wan reads prompts with (XXL: 24 layers of width 4096). Names and configuration are those of
 * the transformers library's {@code UMT5EncoderModel}. Half precision overflows in it; take F32 or BF16. Sources: Raffel
 * et al., "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer", 2020; Chung et al.,
 * "UniMax", 2023.
 */
public final class Umt5Encoder extends Network {
    private static final TorchScript SCRIPT = TorchScript.resource(Umt5Encoder.class, "umt5.ts.py");

    private record Layer(Parameters attention, Parameters feedForward) {}

    private final int heads;
    private final int buckets;
    private final int maxDistance;
    private final double eps;
    private final Parameters table;
    private final List<Layer> layers = new ArrayList<>();
    private final Parameters finalNorm;

    /** @param config of the encoder */
    public Umt5Encoder(Config config) {
        String gate = config.text("feed_forward_proj", "gated-gelu");
        config.require(gate.equals("gated-gelu"), "feed_forward_proj", "gated-gelu");
        long width = config.number("d_model");
        long inner = config.number("d_ff");
        heads = config.number("num_heads");
        buckets = config.number("relative_attention_num_buckets", 32);
        maxDistance = config.number("relative_attention_max_distance", 128);
        config.require(buckets >= 4 && buckets % 4 == 0, "relative_attention_num_buckets", "a multiple of 4");
        config.require(maxDistance > buckets / 4, "relative_attention_max_distance", "above a quarter of the buckets");
        eps = config.fraction("layer_norm_epsilon", 1e-6);
        long all = (long) heads * config.number("d_kv");
        table = parameters().child("shared").tensor("weight", config.number("vocab_size"), width);
        for (int i = 0; i < config.number("num_layers"); i++) {
            Parameters block = parameters().child("encoder.block." + i);
            layers.add(new Layer(
                    block.child("layer.0")
                            .matrix("SelfAttention.q", width, all)
                            .matrix("SelfAttention.k", width, all)
                            .matrix("SelfAttention.v", width, all)
                            .matrix("SelfAttention.o", all, width)
                            .tensor("SelfAttention.relative_attention_bias.weight", buckets, heads)
                            .tensor("layer_norm.weight", width),
                    block.child("layer.1")
                            .matrix("DenseReluDense.wi_0", width, inner)
                            .matrix("DenseReluDense.wi_1", width, inner)
                            .matrix("DenseReluDense.wo", inner, width)
                            .tensor("layer_norm.weight", width)));
        }
        finalNorm = parameters().child("encoder.final_layer_norm").tensor("weight", width);
    }

    /**
     * Reads texts.
     *
     * @param ids {@code int64 [N, L]}
     * @param mask {@code int64 [N, L]}: 1 where there is a token, 0 where there is padding; at least one a text
     * @return {@code [N, L, width]}; what stands at padding means nothing
     */
    public NDArray forward(NDArray ids, NDArray mask) {
        NDManager owner = ids.getManager();
        int length = Math.toIntExact(ids.getShape().get(1));
        NDArray x = SCRIPT.call("embed", ids, table.get("weight"));
        try (NDArray places =
                owner.create(RelativeBuckets.of(length, buckets, maxDistance), new Shape(length, length))) {
            for (Layer layer : layers) {
                NDArray bias = layer.attention().get("SelfAttention.relative_attention_bias.weight");
                try (NDArray before = x;
                        NDArray distances = SCRIPT.callIn(owner, "position_bias", bias, places, mask);
                        NDArray seen = SCRIPT.call(
                                "attention", before, layer.attention().dict(), distances, heads, eps)) {
                    x = SCRIPT.call("feed_forward", seen, layer.feedForward().dict(), eps);
                }
            }
        }
        try (NDArray last = x) {
            return Torch.rmsNorm(last, finalNorm.get("weight"), eps);
        }
    }
}
