package io.vsr4j.models.text;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.vsr4j.models.checkpoint.Layouts;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;

/** Wan's authors publish UMT5's encoder without a configuration. Its tensors tell all that is not fixed. */
final class WanTextEncoder {
    private WanTextEncoder() {}

    /** {@return the sizes of a checkpoint, in the transformers library's words} */
    static Config config(Path checkpoint) throws IOException {
        try (Weights weights = Weights.open(checkpoint).renamed(Layouts.WAN_TEXT_ENCODER)) {
            Shape table = weights.shape("shared.weight");
            Shape bias = weights.shape("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight");
            long heads = bias.get(1);
            long all = weights.shape("encoder.block.0.layer.0.SelfAttention.q.weight")
                    .get(0);
            long layers = weights.names().stream()
                    .filter(name -> name.endsWith(".SelfAttention.q.weight"))
                    .count();
            JsonObject json = new JsonObject();
            json.addProperty("model_type", "umt5");
            json.addProperty("vocab_size", table.get(0));
            json.addProperty("d_model", table.get(1));
            json.addProperty(
                    "d_ff",
                    weights.shape("encoder.block.0.layer.1.DenseReluDense.wi_0.weight")
                            .get(0));
            json.addProperty("num_heads", heads);
            json.addProperty("d_kv", all / Math.max(1, heads));
            json.addProperty("num_layers", layers);
            json.addProperty("relative_attention_num_buckets", bias.get(0));
            return new Config(checkpoint.toString(), json);
        }
    }
}
