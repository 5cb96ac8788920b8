package io.vsr4j.models.stablediffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AutoencoderTest {
    private static final AutoencoderConfig TINY =
            new AutoencoderConfig(3, 3, 4, List.of(4, 8), 1, NormGroups.fixed(2), 0.5, 0, true, true, true);

    private static NDArray wave(NDManager scope, long... shape) {
        Shape s = new Shape(shape);
        return scope.arange(0f, s.size(), 1f).mul(1.7).sin().reshape(s);
    }

    /** A picture there and back again. */
    private static Function<NDManager, NDArray> forward(AutoencoderKl vae) {
        return scope -> {
            try (NDArray moments = vae.moments(Torch.to(wave(scope, 2, 3, 9, 6), vae.dtype()));
                    NDArray mean = AutoencoderKl.mean(moments);
                    NDArray deviation = AutoencoderKl.deviation(moments);
                    NDArray latent = mean.add(deviation)) {
                return vae.decode(latent);
            }
        };
    }

    @Test
    void hasThePublishedTensors() throws Exception {
        var parameters = new AutoencoderKl(AutoencoderConfig.sd21()).parameters();

        assertThat(parameters.shapes())
                .isEqualTo(NetworkProbe.published("sd21-vae.tsv"))
                .hasSize(248);
        assertThat(parameters.count()).isEqualTo(83_653_863);
    }

    @Test
    void usesEveryTensorAndLeaksNothing() {
        try (AutoencoderKl vae = new AutoencoderKl(TINY)) {
            NetworkProbe.randomise(vae, DType.F32);
            NetworkProbe.leaksNothing(vae, forward(vae));
            // A shift of all keys leaves a softmax as it is.
            NetworkProbe.everyTensorMatters(vae, forward(vae), "to_k.bias");
            NetworkProbe.gradientsFlow(vae, forward(vae), "to_k.bias");
            NetworkProbe.fewerBitsAreClose(vae, forward(vae), DType.F16, 0.05);
            NetworkProbe.fewerBitsAreClose(vae, forward(vae), DType.BF16, 0.2);
        }
    }

    @Test
    void latentsAreScaledMeans() {
        try (AutoencoderKl vae = new AutoencoderKl(TINY);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NetworkProbe.randomise(vae, DType.F32);
            NDArray images = wave(scope, 1, 3, 8, 8);
            NDArray mean = AutoencoderKl.mean(vae.moments(images));

            assertThat(vae.encode(images).toFloatArray())
                    .containsExactly(mean.mul(0.5).toFloatArray());
            assertThat(vae.decode(mean.mul(0.5)).toFloatArray())
                    .containsExactly(vae.decodeUnscaled(mean, LayerHook.NONE).toFloatArray());
        }
    }

    @Test
    void itsPiecesGiveTheWhole() {
        try (AutoencoderKl vae = new AutoencoderKl(TINY);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NetworkProbe.randomise(vae, DType.F32);
            NDArray latents = wave(scope, 2, TINY.latentChannels(), 3, 4);
            List<String> hooked = new ArrayList<>();
            float[] whole = vae.decodeUnscaled(latents, (site, x) -> {
                        hooked.add(site);
                        return x;
                    })
                    .toFloatArray();
            hooked.add("");
            Deque<NDArray> stack = new ArrayDeque<>(List.of(latents.duplicate()));
            vae.decoderSegments().forEach(piece -> piece.step().accept(stack));

            assertThat(vae.decoderSegments()).extracting(Segment::site).isEqualTo(hooked);
            assertThat(stack).hasSize(1);
            assertThat(stack.pop().toFloatArray()).containsExactly(whole);
        }
    }

    @Test
    void theDeviationIsLimited() {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            NDArray moments = scope.create(new float[] {1, 2, -100, 100}, new Shape(1, 4, 1, 1));

            assertThat(AutoencoderKl.deviation(moments).toFloatArray())
                    .containsExactly((float) Math.exp(-15), (float) Math.exp(10));
        }
    }

    @Test
    void refusesOtherNetworks() {
        Config config = new Config(
                "test",
                JsonParser.parseString("{'block_out_channels': [4, 8], 'act_fn': 'relu'}")
                        .getAsJsonObject());
        assertThatThrownBy(() -> AutoencoderConfig.of(config)).hasMessageContaining("'act_fn' is");
    }
}
