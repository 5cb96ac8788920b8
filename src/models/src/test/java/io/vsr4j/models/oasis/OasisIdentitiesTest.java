package io.vsr4j.models.oasis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OasisIdentitiesTest {
    private NDManager scope;

    @BeforeEach
    void open() {
        scope = TorchEngine.newManager(Device.cpu());
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static OasisConfig published() {
        return OasisConfig.of(new Config("projector", new JsonObject()));
    }

    private static WanTransformer transformer() {
        String config = """
                {"num_attention_heads": 3, "attention_head_dim": 12, "in_channels": 4, "out_channels": 4, "text_dim": 6,
                 "freq_dim": 8, "ffn_dim": 20, "num_layers": 2}""";
        return new WanTransformer(WanTransformerConfig.of(
                new Config("test", JsonParser.parseString(config).getAsJsonObject())));
    }

    private static Routing routing(String... layers) {
        return new Routing(List.of(layers).stream()
                .map(l -> l.chars().mapToObj(HeadPattern::of).toList())
                .toList());
    }

    private static NDArray velocity(WanTransformer network, Routing routing, NDManager scope) {
        NDArray latent = NetworkProbe.random(scope, "latent", new Shape(1, 4, 4, 14, 22), DType.F32);
        try (WanTransformerText text =
                network.text(NetworkProbe.random(scope, "text", new Shape(1, 1, 6), DType.F32), 511)) {
            NDArray timestep = scope.create(new float[] {799});
            return routing == null
                    ? network.forward(latent, timestep, text)
                    : new OasisTransformer(network, routing).forward(latent, timestep, text);
        }
    }

    @Test
    void withAllHeadsGlobalItIsWan() {
        try (WanTransformer network = transformer();
                Autograd off = Autograd.off()) {
            NetworkProbe.randomise(network, DType.F32);

            float[] routed = velocity(network, Routing.all(HeadPattern.GLOBAL, 2, 3), scope)
                    .toFloatArray();

            assertThat(routed).containsExactly(velocity(network, null, scope).toFloatArray());
            assertThat(velocity(network, routing("ggg", "ggw"), scope).toFloatArray())
                    .isNotEqualTo(routed);
        }
    }

    @Test
    void theRoutedTransformerIsANetwork() {
        try (WanTransformer network = transformer()) {
            Function<NDManager, NDArray> forward = s -> velocity(network, routing("giw", "wgi"), s);
            NetworkProbe.randomise(network, DType.F32);
            NetworkProbe.everyTensorMatters(network, forward);
            NetworkProbe.gradientsFlow(network, forward);
            NetworkProbe.leaksNothing(network, forward);
            NetworkProbe.fewerBitsAreClose(network, forward, DType.BF16, 0.05);
        }
    }

    @Test
    void aRoutingOfAnotherNetworkIsRefused() {
        try (WanTransformer network = transformer()) {
            assertThatThrownBy(() -> new OasisTransformer(network, Routing.all(HeadPattern.GLOBAL, 3, 3)))
                    .hasMessageContaining("2 layers of 3 heads");
        }
    }

    /** Weight (o, i) is 1 where o is the output and i the input that it copies: an output tells where its number was. */
    @Test
    void theProjectorReadsBoxesInOrderColourFrameRowColumn() {
        int frames = 5;
        int height = 4;
        int width = 6;
        NDArray video = scope.arange(3f * frames * height * width).reshape(1, 3, frames, height, width);
        OasisConfig config = new OasisConfig(4, 2, 48, 799, 0.799);
        try (OasisProjector projector = new OasisProjector(config);
                Autograd off = Autograd.off()) {
            projector.bind(
                    Device.cpu(),
                    DType.F32,
                    (owner, name, shape, type) -> name.endsWith("weight") ? owner.eye(48) : owner.zeros(shape));
            NDArray latent = projector.forward(video);

            assertThat(latent.getShape()).isEqualTo(new Shape(1, 48, 2, 2, 3));
            float[] actual = latent.toFloatArray();
            int at = 0;
            for (int channel = 0; channel < 48; channel++) {
                int colour = channel / 16;
                int dt = channel / 4 % 4;
                int dy = channel / 2 % 2;
                int dx = channel % 2;
                for (int f = 0; f < 2; f++) {
                    for (int y = 0; y < 2; y++) {
                        for (int x = 0; x < 3; x++) {
                            // Three more copies of frame 0 stand in front.
                            int frame = Math.max(4 * f + dt - 3, 0);
                            int pixel = ((colour * frames + frame) * height + 2 * y + dy) * width + 2 * x + dx;
                            assertThat(actual[at++]).isEqualTo(pixel);
                        }
                    }
                }
            }
        }
    }

    @Test
    void theProjectorHas784Parameters() {
        try (OasisProjector projector = new OasisProjector(published())) {
            assertThat(projector.parameters().count()).isEqualTo(784);
            Function<NDManager, NDArray> forward =
                    s -> projector.forward(NetworkProbe.random(s, "video", new Shape(2, 3, 5, 4, 4), DType.F32));
            NetworkProbe.randomise(projector, DType.F32);
            NetworkProbe.everyTensorMatters(projector, forward);
            NetworkProbe.gradientsFlow(projector, forward);
            NetworkProbe.leaksNothing(projector, forward);
            assertThatThrownBy(() -> projector.forward(scope.ones(new Shape(1, 3, 4, 4, 4))))
                    .hasMessageContaining("1 + 4 k");
            assertThatThrownBy(() -> projector.forward(scope.ones(new Shape(1, 3, 5, 4, 5))))
                    .hasMessageContaining("multiples of 2");
        }
    }

    @Test
    void theStepIsThatOfTimestep799() {
        assertThat(published().timestep()).isEqualTo(799);
        assertThat(published().sigma()).isEqualTo(0.799);
    }
}
