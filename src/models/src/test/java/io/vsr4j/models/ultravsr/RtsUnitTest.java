package io.vsr4j.models.ultravsr;

import static io.vsr4j.models.ultravsr.TinyUltraVsr.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RtsUnitTest {
    private static final RtsConfig ONE_SITE = new RtsConfig(6, 6, Map.of("here", 4), List.of("here"), List.of("here"));
    private static final float CLOSE = 2e-6f;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void hasTheParametersThatTheReportedTotalsSuggest() {
        RtsConfig standard = published();
        List<String> sites = List.copyOf(standard.channels().keySet());

        assertThat(sites).hasSize(14);
        assertThat(parameters(sites, List.of())).isEqualTo(2_966_890); // 2.9 million
        assertThat(parameters(List.of(), standard.attention())).isEqualTo(3_191_052); // 3.2 million
        assertThat(standard.convolution()).isEqualTo(sites);
        assertThat(standard.attention()).isEqualTo(sites.subList(0, 10));
        assertThat(standard.reach()).isEqualTo(24);
    }

    private static RtsConfig published() {
        return RtsConfig.of(new Config("test", new JsonObject()), UNetConfig.sd21(), AutoencoderConfig.sd21());
    }

    private static long parameters(List<String> convolution, List<String> attention) {
        RtsConfig widths = published();
        return new RtsNetwork(new RtsConfig(
                        widths.convolutionWidth(), widths.attentionWidth(), widths.channels(), convolution, attention))
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
                NDArray reduced = unit.reduced(clip);
                for (int first = 0; first < 7; first++) {
                    for (int end = first + 1; end <= 7; end++) {
                        NDArray frames = clip.get(new NDIndex("{}:{}", first, end));
                        NDArray before = first == 0 ? null : RtsUnit.frame(reduced, first - 1);
                        NDArray after = end == 7 ? null : RtsUnit.frame(reduced, end);
                        assertThat(unit.mixed(frames, before, unit.reduced(frames), after)
                                        .toFloatArray())
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

    /** Queries and keys whose products are beyond half precision, and whose softmax is not. */
    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void halfPrecisionDoesNotOverflowWhereQueriesMeetKeys(DType type) {
        Parameters p = new Parameters();
        RtsUnit unit = RtsUnit.attention(p, 4, 6);
        p.bind(
                scope,
                type,
                (owner, name, shape, t) -> Torch.to(
                        owner.ones(shape).mul(name.equals("out.weight") ? 1e-3 : name.startsWith("qkv.w") ? 50 : 0),
                        t));
        NDArray x = Torch.to(scope.ones(new Shape(3, 4, 5, 7)).mul(2), type);
        NDArray found = Torch.to(unit.forward(x).sub(x), DType.F32);

        // 400 * 400 * 6 = 960,000. Each of three attentions, two at the ends, finds 400 in six channels.
        assertThat(found.get(0).max().getFloat()).isCloseTo(4.8f, within(0.05f));
        assertThat(found.get(1).max().getFloat()).isCloseTo(7.2f, within(0.05f));
        p.release();
    }

    @Test
    void eitherUnitCanBeAnywhereOrNowhere() {
        RtsConfig standard = RtsConfig.standard(6, 5, TinyUltraVsr.UNET, TinyUltraVsr.VAE);
        RtsConfig some = configured("{'attention_sites': ['decoder.up_blocks.2'], 'convolution_sites': []}");
        assertThat(new RtsNetwork(some).parameters().shapes().keySet())
                .isNotEmpty()
                .allMatch(name -> name.startsWith("rts.decoder.up_blocks.2.attn."));
        assertThat(some.reach()).isEqualTo(1);
        assertThat(configured("{'attention_sites': []}").convolution()).isEqualTo(standard.convolution());
        RtsConfig none = configured("{'attention_sites': [], 'convolution_sites': []}");
        assertThat(new RtsNetwork(none).parameters().shapes()).isEmpty();
        assertThat(none.reach()).isZero();
    }

    private static RtsConfig configured(String json) {
        Config config = new Config("test", JsonParser.parseString(json).getAsJsonObject());
        return RtsConfig.of(config, TinyUltraVsr.UNET, TinyUltraVsr.VAE);
    }

    @Test
    void sitesAreConfigured() {
        RtsConfig standard = RtsConfig.standard(6, 5, TinyUltraVsr.UNET, TinyUltraVsr.VAE);
        Config written = new Config("test", standard.toJson());
        assertThat(RtsConfig.of(written, TinyUltraVsr.UNET, TinyUltraVsr.VAE)).isEqualTo(standard);
        for (String wrong : List.of(
                "{'convolution_width': 7}",
                "{'convolution_width': 0}",
                "{'attention_width': 0}",
                "{'attention_sites': ['unet.down_blocks.4']}",
                "{'convolution_sites': ['unet.mid_block', 'unet.mid_block']}")) {
            Config config = new Config("test", JsonParser.parseString(wrong).getAsJsonObject());
            assertThatThrownBy(() -> RtsConfig.of(config, TinyUltraVsr.UNET, TinyUltraVsr.VAE))
                    .isInstanceOf(CheckpointException.class);
        }
    }
}
