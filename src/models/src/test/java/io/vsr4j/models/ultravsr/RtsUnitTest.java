package io.vsr4j.models.ultravsr;

import static io.vsr4j.models.ultravsr.TinyUltraVsr.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RtsUnitTest {
    private static final RtsConfig ONE_SITE = new RtsConfig(6, Map.of("here", 4), List.of("here"), List.of("here"));
    private static final float CLOSE = 2e-6f;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void hasTheParametersThatTheReportedTotalsSuggest() {
        RtsConfig standard = RtsConfig.standard(RtsConfig.WIDTH, UNetConfig.sd21(), AutoencoderConfig.sd21());
        List<String> sites = List.copyOf(standard.channels().keySet());

        assertThat(sites).hasSize(14);
        assertThat(parameters(sites, List.of())).isEqualTo(2_966_890); // 2.9 million
        assertThat(parameters(List.of(), sites)).isEqualTo(3_085_390); // 3.2 million
        assertThat(standard.convolution()).isEqualTo(sites);
        assertThat(standard.attention()).isEqualTo(sites.subList(0, 10));
        assertThat(standard.reach()).isEqualTo(24);
    }

    private static long parameters(List<String> convolution, List<String> attention) {
        Map<String, Integer> channels = RtsConfig.standard(RtsConfig.WIDTH, UNetConfig.sd21(), AutoencoderConfig.sd21())
                .channels();
        return new RtsNetwork(new RtsConfig(RtsConfig.WIDTH, channels, convolution, attention))
                .parameters()
                .count();
    }

    /** The formula, frame by frame, from the unit's own layers. */
    @Test
    void theConvolutionSeesThirdsOfItsNeighboursAndZerosOutside() {
        Parameters p = new Parameters();
        RtsUnit unit = RtsUnit.convolution(p, 4, 6);
        p.bind(scope, DType.F32, NetworkProbe::random);
        NDArray x = wave(scope, 3, 4, 5, 7);
        NDArray reduced = conv(p, x, "reduce", 0);
        NDArray zeros = scope.zeros(new Shape(1, 2, 5, 7));
        NDArray actual = unit.forward(x);
        for (int i = 0; i < 3; i++) {
            NDArray before = i == 0 ? zeros : reduced.get(new NDIndex("{}:{}, 0:2", i - 1, i));
            NDArray here = reduced.get(new NDIndex("{}:{}, 2:4", i, i + 1));
            NDArray after = i == 2 ? zeros : reduced.get(new NDIndex("{}:{}, 4:6", i + 1, i + 2));
            NDArray h = before.concat(here, 1).concat(after, 1);
            h = conv(p, conv(p, conv(p, h, "conv1", 1).maximum(0), "conv2", 1), "expand", 0);
            assertClose(actual.get(i), x.get(i).add(h.get(0)));
        }
        p.release();
    }

    @Test
    void theAttentionIsTheSumOfThreeAndSkipsWhatIsOutside() {
        Parameters p = new Parameters();
        RtsUnit unit = RtsUnit.attention(p, 4, 6);
        p.bind(scope, DType.F32, NetworkProbe::random);
        NDArray x = wave(scope, 3, 4, 5, 7);
        NDArray tokens = conv(p, x, "qkv", 0).reshape(3, 18, 35).transpose(0, 2, 1);
        NDArray actual = unit.forward(x);
        for (int i = 0; i < 3; i++) {
            NDArray sum = scope.zeros(new Shape(35, 6));
            for (int j = Math.max(i - 1, 0); j <= Math.min(i + 1, 2); j++) {
                NDArray q = tokens.get(new NDIndex("{}, :, 0:6", i));
                NDArray k = tokens.get(new NDIndex("{}, :, 6:12", j));
                NDArray v = tokens.get(new NDIndex("{}, :, 12:18", j));
                sum = sum.add(
                        q.matMul(k.transpose()).div(Math.sqrt(6)).softmax(1).matMul(v));
            }
            NDArray mixed = sum.transpose().reshape(1, 6, 5, 7);
            assertClose(actual.get(i), x.get(i).add(conv(p, mixed, "out", 0).get(0)));
        }
        p.release();
    }

    private static NDArray conv(Parameters p, NDArray x, String name, int border) {
        return Torch.conv2d(x, p.get(name + ".weight"), p.get(name + ".bias"), 1, border, 1, 1);
    }

    private static void assertClose(NDArray actual, NDArray expected) {
        assertThat(actual.toFloatArray()).usingComparatorWithPrecision(CLOSE).containsExactly(expected.toFloatArray());
    }

    @Test
    void someFramesAreAsTheyAreInTheWholeClip() {
        try (RtsNetwork network = new RtsNetwork(ONE_SITE)) {
            NetworkProbe.randomise(network, DType.F32);
            NDArray clip = wave(scope, 7, 4, 3, 2);
            for (RtsUnit unit : network.at("here")) {
                NDArray whole = unit.forward(clip);
                for (int first = 0; first < 7; first++) {
                    for (int end = first + 1; end <= 7; end++) {
                        int from = Math.max(first - 1, 0);
                        NDArray seen = clip.get(new NDIndex("{}:{}", from, Math.min(end + 1, 7)));
                        assertThat(unit.forward(seen, first - from, end - first).toFloatArray())
                                .as("frames %d to %d", first, end)
                                .usingComparatorWithPrecision(CLOSE)
                                .containsExactly(whole.get(new NDIndex("{}:{}", first, end))
                                        .toFloatArray());
                    }
                }
            }
        }
    }

    @Test
    void usesEveryTensorLeaksNothingAndCanBeTrained() {
        try (RtsNetwork network = new RtsNetwork(ONE_SITE)) {
            Function<NDManager, NDArray> forward =
                    owner -> network.hook().after("here", Torch.to(wave(owner, 3, 4, 4, 5), network.dtype()));
            NetworkProbe.randomise(network, DType.F32);
            NetworkProbe.leaksNothing(network, forward);
            NetworkProbe.everyTensorMatters(network, forward);
            NetworkProbe.gradientsFlow(network, forward);
            NetworkProbe.fewerBitsAreClose(network, forward, DType.BF16, 0.1);
        }
    }

    @Test
    void changesNothingWhileTheLastLayersAreZero() {
        try (RtsNetwork network = new RtsNetwork(ONE_SITE);
                Autograd off = Autograd.off()) {
            network.bind(
                    Device.cpu(),
                    DType.F32,
                    (owner, name, shape, type) ->
                            RtsUnit.isLast(name) ? owner.zeros(shape) : NetworkProbe.random(owner, name, shape, type));
            NDArray x = wave(scope, 3, 4, 4, 5);

            assertThat(network.hook().after("here", x).toFloatArray()).containsExactly(x.toFloatArray());
            assertThat(network.hook().after("elsewhere", x)).isSameAs(x);
        }
    }

    @Test
    void sitesAreConfigured() {
        RtsConfig standard = RtsConfig.standard(6, TinyUltraVsr.UNET, TinyUltraVsr.VAE);
        Config written = new Config("test", standard.toJson());
        assertThat(RtsConfig.of(written, TinyUltraVsr.UNET, TinyUltraVsr.VAE)).isEqualTo(standard);
        for (String wrong : List.of(
                "{'width': 7}",
                "{'width': 0}",
                "{'attention_sites': ['unet.down_blocks.4']}",
                "{'convolution_sites': ['unet.mid_block', 'unet.mid_block']}")) {
            Config config = new Config("test", JsonParser.parseString(wrong).getAsJsonObject());
            assertThatThrownBy(() -> RtsConfig.of(config, TinyUltraVsr.UNET, TinyUltraVsr.VAE))
                    .isInstanceOf(CheckpointException.class);
        }
    }
}
