package io.vsr4j.quality.clipiqa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.RenameTable;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A CLIP with a ResNet as its authors publish it: half precision, queries, keys and values in one tensor, sizes told by
 * the tensors. It gives values under the names of the networks here.
 */
final class OpenAiClip implements Parameters.Source, AutoCloseable {
    /** Everything else in the file is about the program that it was made with. */
    private static final RenameTable TENSORS = RenameTable.EMPTY
            .keep("^(visual\\.|transformer\\.resblocks\\.|token_embedding\\.|ln_final\\.)"
                    + "|^(positional_embedding|text_projection|logit_scale)$")
            // Counts training steps.
            .drop("num_batches_tracked$");

    private static final RenameTable TEXT = RenameTable.EMPTY
            .replace("text_model.embeddings.token_embedding.", "token_embedding.")
            .replace("text_model.embeddings.position_embedding.weight", "positional_embedding")
            .replace("text_model.final_layer_norm.", "ln_final.")
            .replace("text_model.encoder.layers.", "transformer.resblocks.")
            .replace(".layer_norm1.", ".ln_1.")
            .replace(".layer_norm2.", ".ln_2.")
            .replace(".mlp.fc1.", ".mlp.c_fc.")
            .replace(".mlp.fc2.", ".mlp.c_proj.")
            .replace(".self_attn.", ".attn.");

    private static final String FUSED = "qkv";

    /** Of all published ones. */
    private static final int HEAD = 64;

    private final Weights weights;

    private OpenAiClip(Weights weights) {
        this.weights = weights;
    }

    static OpenAiClip open(Path file) throws IOException {
        return new OpenAiClip(Weights.open(file).renamed(TENSORS));
    }

    boolean hasText() {
        return weights.names().contains("token_embedding.weight");
    }

    /** How many numbers both pictures and prompts become. */
    long shared() {
        return axis("visual.attnpool.c_proj.weight", 2, 0);
    }

    /** Sizes of the image tower. */
    Config imageConfig() {
        long width = axis("visual.layer1.0.conv1.weight", 4, 0);
        JsonObject config = new JsonObject();
        config.addProperty("width", width);
        JsonArray layers = new JsonArray();
        for (int stage = 1; stage <= 4; stage++) {
            layers.add(count("visual.layer" + stage + "."));
        }
        config.add("layers", layers);
        config.addProperty("heads", Math.max(1, 32 * width / HEAD));
        config.addProperty("output_dim", shared());
        long places = axis("visual.attnpool.positional_embedding", 2, 0) - 1;
        config.addProperty("input_resolution", 32 * Math.round(Math.sqrt(places)));
        return new Config("CLIP's image tower", config);
    }

    /** Sizes of the text tower. */
    Config textConfig() {
        long width = axis("token_embedding.weight", 2, 1);
        JsonObject config = new JsonObject();
        config.addProperty("vocab_size", axis("token_embedding.weight", 2, 0));
        config.addProperty("hidden_size", width);
        config.addProperty("num_hidden_layers", count("transformer.resblocks."));
        config.addProperty("num_attention_heads", Math.max(1, width / HEAD));
        config.addProperty("intermediate_size", axis("transformer.resblocks.0.mlp.c_fc.weight", 2, 0));
        config.addProperty("max_position_embeddings", axis("positional_embedding", 2, 0));
        config.addProperty("eos_token_id", Prompts.END);
        return new Config("CLIP's text tower", config);
    }

    private long axis(String name, int axes, int axis) {
        if (!weights.names().contains(name)) {
            throw new CheckpointException("CLIP-IQA needs a tensor '" + name
                    + "' and the file has none; expected CLIP RN50 under its authors' names");
        }
        Shape shape = weights.shape(name);
        if (shape.dimension() != axes) {
            throw new CheckpointException("CLIP's tensor '" + name + "' has shape " + shape + ", expected " + axes
                    + " axes; is it a checkpoint of another model?");
        }
        return shape.get(axis);
    }

    /** How many blocks there are below a name. */
    private long count(String prefix) {
        return weights.names().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()).replaceAll("\\..*", ""))
                .distinct()
                .count();
    }

    @Override
    public NDArray tensor(NDManager owner, String name, Shape shape, DType type) {
        if (name.endsWith("num_batches_tracked")) {
            return owner.zeros(shape);
        }
        String theirs = TEXT.rename(name).orElseThrow();
        String[] parts = theirs.split("\\.attn\\.");
        if (parts.length == 2 && parts[1].matches("[qkv]_proj\\..*")) {
            return third(owner, parts[0], parts[1], shape, type);
        }
        return weights.load(owner, theirs, shape, type);
    }

    /** Queries, keys and values lie one after the other. */
    private NDArray third(NDManager owner, String layer, String name, Shape shape, DType type) {
        long count = shape.get(0);
        long from = FUSED.indexOf(name.charAt(0)) * count;
        String fused = layer + ".attn.in_proj_" + name.substring(name.indexOf('.') + 1);
        long[] whole = shape.getShape().clone();
        whole[0] = 3 * count;
        try (NDArray all = weights.load(owner, fused, new Shape(whole), type);
                NDArray part = all.get(from + ":" + (from + count))) {
            return part.duplicate();
        }
    }

    void requireAllUsed() {
        weights.requireAllUsed();
    }

    @Override
    public void close() {
        weights.close();
    }
}
