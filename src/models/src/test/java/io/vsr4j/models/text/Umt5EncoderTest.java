package io.vsr4j.models.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Safetensors;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Numbers are of the transformers library's own class; umt5.py beside them made them. */
class Umt5EncoderTest {
    private static Umt5Encoder encoder() {
        return new Umt5Encoder(new Config(
                "test",
                JsonParser.parseString("{'vocab_size': 40, 'd_model': 24, 'd_kv': 6, 'd_ff': 32, 'num_layers': 2,"
                                + " 'num_heads': 3, 'relative_attention_num_buckets': 8,"
                                + " 'relative_attention_max_distance': 20, 'feed_forward_proj': 'gated-gelu'}")
                        .getAsJsonObject()));
    }

    @Test
    void givesTheReferenceNumbers() {
        try (Safetensors file = Safetensors.resource(Umt5EncoderTest.class, "umt5.safetensors");
                Weights weights = Weights.of(file);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off();
                Umt5Encoder encoder = encoder()) {
            encoder.bind(
                    Device.cpu(),
                    DType.F32,
                    (owner, name, shape, type) -> weights.load(owner, "w." + name, shape, type));
            NDArray hidden = encoder.forward(file.read(scope, "in.ids"), file.read(scope, "in.mask"));
            double apart =
                    hidden.sub(file.read(scope, "out.hidden")).abs().max().getFloat();
            assertThat(apart).isLessThan(2e-5);
        }
    }

    @Test
    void usesEveryTensorAndLeaksNothing() {
        try (Umt5Encoder encoder = encoder()) {
            NetworkProbe.randomise(encoder, DType.F32);
            Function<NDManager, NDArray> forward = scope -> encoder.forward(
                    scope.create(new long[] {3, 9, 27, 1, 0, 0}, new Shape(1, 6)),
                    scope.create(new long[] {1, 1, 1, 1, 0, 0}, new Shape(1, 6)));
            NetworkProbe.leaksNothing(encoder, forward);
            NetworkProbe.everyTensorMatters(encoder, forward);
            NetworkProbe.fewerBitsAreClose(encoder, forward, DType.BF16, 0.1);
            NetworkProbe.gradientsFlow(encoder, forward);
        }
    }
}
