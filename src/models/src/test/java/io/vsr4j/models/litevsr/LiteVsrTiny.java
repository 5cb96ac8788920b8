package io.vsr4j.models.litevsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.tensor.DType;
import java.util.Random;

/** A small system in which every tensor is random, and inputs for it that are equal in every call. */
final class LiteVsrTiny implements AutoCloseable {
    static final WanTransformerConfig BASE = WanTransformerConfig.of(config("""
            {"num_attention_heads": 2, "attention_head_dim": 18, "in_channels": 3, "out_channels": 3, "text_dim": 10,
             "freq_dim": 8, "ffn_dim": 40, "num_layers": 3, "rope_max_seq_len": 16}"""));

    /** Two frames of two by three tokens: the query's window of two by two is cut on the right. */
    static final Shape LATENT = new Shape(2, 3, 2, 4, 6);

    final WanTransformer base = new WanTransformer(BASE);
    final LiteVsrModules modules;
    final GuidedTransformer network;

    LiteVsrTiny(String json) {
        this(json, DType.F32);
    }

    LiteVsrTiny(String json, DType type) {
        modules = new LiteVsrModules(sizes(json), BASE);
        network = new GuidedTransformer(base, modules);
        NetworkProbe.randomise(base, type);
        NetworkProbe.randomise(modules, type);
    }

    /** The smallest query window, and what the text says. */
    static LiteVsrConfig sizes(String json) {
        Config config = config(json);
        if (!config.has("query_window")) {
            config.json().add("query_window", JsonParser.parseString("[1, 4, 4]"));
        }
        return LiteVsrConfig.of(config, BASE);
    }

    private static Config config(String json) {
        return new Config("test", JsonParser.parseString(json).getAsJsonObject());
    }

    static NDArray latent(NDManager scope, long seed) {
        return random(scope, seed, LATENT);
    }

    static NDArray random(NDManager scope, long seed, Shape shape) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return scope.create(values, shape);
    }

    /** A prompt of two tokens with padding. */
    WanTransformerText text(NDManager scope) {
        return base.text(random(scope, 9, new Shape(1, 2, 10)), 5);
    }

    /** The velocity of two samples. */
    NDArray velocity(NDManager scope, float... timestep) {
        NDManager inputs = scope.newSubManager(Device.cpu());
        try (WanTransformerText text = text(inputs)) {
            NDArray velocity = network.velocity(
                    latent(inputs, 1), inputs.create(timestep), latent(inputs, 2), latent(inputs, 3), text);
            velocity.attach(scope);
            return velocity;
        } finally {
            inputs.close();
        }
    }

    static float difference(NDArray a, NDArray b) {
        try (NDArray difference = a.sub(b)) {
            return difference.abs().max().getFloat();
        }
    }

    @Override
    public void close() {
        base.close();
        modules.close();
    }
}
