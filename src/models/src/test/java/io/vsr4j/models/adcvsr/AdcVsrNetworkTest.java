package io.vsr4j.models.adcvsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdcVsrNetworkTest {
    private static AdcVsrConfig tiny(TemporalPlacement placement) {
        return new AdcVsrConfig(
                AdcSrConfig.of(new Config(
                        "test",
                        JsonParser.parseString("{'unet_block_out_channels': [6, 12], 'layers_per_block': 1,"
                                        + " 'head_counts': [2, 3], 'down_block_types': ['CrossAttnDownBlock2D', 'DownBlock2D'],"
                                        + " 'up_block_types': ['UpBlock2D', 'CrossAttnUpBlock2D'],"
                                        + " 'decoder_block_out_channels': [4, 4, 4, 8], 'decoder_layers_per_block': 0,"
                                        + " 'decoder_norm_num_groups': 2}")
                                .getAsJsonObject())),
                placement);
    }

    private static NDArray clips(NDManager scope, DType type) {
        return Torch.to(scope.arange(0f, 6 * 3 * 12 * 8, 1f).mul(1.7).sin().reshape(6, 3, 12, 8), type);
    }

    private static Function<NDManager, NDArray> forward(AdcVsrNetwork network) {
        return scope -> network.forward(clips(scope, network.dtype()), 3);
    }

    @ParameterizedTest
    @EnumSource
    void usesEveryTensorAndLeaksNothing(TemporalPlacement placement) {
        try (AdcVsrNetwork network = new AdcVsrNetwork(tiny(placement))) {
            NetworkProbe.randomise(network, DType.F32);
            NetworkProbe.leaksNothing(network, forward(network));
            NetworkProbe.everyTensorMatters(network, forward(network), "body.2.attentions.0.to_k.bias");
            NetworkProbe.gradientsFlow(network, forward(network), "body.2.attentions.0.to_k.bias");
            NetworkProbe.fewerBitsAreClose(network, forward(network), DType.F16, 0.05);
            NetworkProbe.fewerBitsAreClose(network, forward(network), DType.BF16, 0.3);
        }
    }

    @Test
    void standsAtThePublishedSites() {
        Map<String, Integer> layers = TemporalPlacement.PER_LAYER.sites(
                AdcVsrConfig.published().image().unet());
        Map<String, Integer> stages = TemporalPlacement.PER_STAGE.sites(
                AdcVsrConfig.published().image().unet());

        assertThat(layers)
                .hasSize(38)
                .containsEntry("down_blocks.0.attentions.1", 240)
                .containsEntry("down_blocks.3.resnets.1", 960)
                .containsEntry("mid_block.attentions.0", 960)
                .containsEntry("up_blocks.0.resnets.2", 960)
                .containsEntry("up_blocks.2.attentions.2", 480)
                .doesNotContainKeys("down_blocks.3.attentions.0", "up_blocks.0.attentions.0");
        assertThat(stages)
                .hasSize(9)
                .containsEntry("down_blocks.1", 480)
                .containsEntry("mid_block", 960)
                .containsEntry("up_blocks.3", 240);
        assertThat(new AdcVsrNetwork(AdcVsrConfig.published()).parameters().shapes())
                .containsEntry("temporal.mid_block.attentions.0.conv1.weight", new Shape(960, 960, 3))
                .containsEntry("temporal.up_blocks.3.resnets.2.conv2.bias", new Shape(240));
        assertThat(new AdcVsrNetwork(AdcVsrConfig.published()).temporalReach()).isEqualTo(76);
    }

    /** y[t] = x[t] + conv2(relu(conv1(x)))[t], with two channels that are far apart in memory. */
    @Test
    void aBlockIsTwoConvolutionsAlongTime() {
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            int[] shape = {2, 5, 3, 2, 4}; // clips, frames, channels, height, width
            NDArray x = scope.arange(0f, 2 * 5 * 3 * 2 * 4, 1f).mul(0.7).sin().reshape(10, 3, 2, 4);
            var parameters = new Parameters();
            TemporalBlock block = new TemporalBlock(parameters, 3);
            parameters.bind(scope, DType.F32, NetworkProbe::random);

            float[] expected = x.toFloatArray();
            NDArray series = x.reshape(2, 5, 3, 8).transpose(0, 3, 2, 1).reshape(16, 3, 5);
            NDArray y = conv(conv(series, parameters, "conv1").maximum(0), parameters, "conv2");
            NDArray reference = y.reshape(2, 8, 3, 5)
                    .transpose(0, 3, 2, 1)
                    .reshape(10, 3, 2, 4)
                    .add(x);
            for (NDArray input : new NDArray[] {x, Torch.channelsLast(x)}) {
                NDArray difference =
                        block.forward(input, shape[1]).sub(reference).abs();
                assertThat(difference.max().getFloat()).isLessThan(1e-5f);
            }
            assertThat(x.toFloatArray()).isEqualTo(expected);
            parameters.release();
        }
    }

    private static NDArray conv(NDArray x, Parameters p, String name) {
        return Torch.conv1d(x, p.get(name + ".weight"), p.get(name + ".bias"), 1, 1, 1, 1);
    }

    @Test
    void blocksThatBeginAtZeroLeaveAdcSrFrameByFrame() {
        AdcVsrConfig config = tiny(TemporalPlacement.PER_LAYER);
        try (AdcVsrNetwork video = new AdcVsrNetwork(config);
                AdcSrNetwork image = new AdcSrNetwork(config.image());
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NetworkProbe.randomise(image, DType.F32);
            video.bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> {
                NDArray value = NetworkProbe.random(owner, name, shape, type);
                return AdcVsrNetwork.zeroStarted(name) ? value.muli(0) : value;
            });
            NDArray frames = clips(scope, DType.F32);
            NDArray together = video.forward(frames, 6);
            for (int t = 0; t < 6; t++) {
                NDArray alone = image.forward(frames.get(t + ":" + (t + 1)));
                float apart =
                        together.get(t + ":" + (t + 1)).sub(alone).abs().max().getFloat();
                assertThat(apart).as("frame %d", t).isLessThan(1e-5f);
            }
        }
    }

    @Test
    void clipsDoNotSeeEachOther() {
        try (AdcVsrNetwork network = new AdcVsrNetwork(tiny(TemporalPlacement.PER_LAYER));
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NetworkProbe.randomise(network, DType.F32);
            NDArray frames = clips(scope, DType.F32);
            NDArray both = network.forward(frames, 3);
            NDArray second = network.forward(frames.get("3:6"), 3);

            assertThat(both.get("3:6").sub(second).abs().max().getFloat()).isLessThan(1e-5f);
            assertThat(network.forward(frames, 6).sub(both).abs().max().getFloat())
                    .isGreaterThan(1e-3f);
        }
    }

    @Test
    void aConfigurationIsReadAsItWasWritten() {
        AdcVsrConfig written = tiny(TemporalPlacement.PER_STAGE);
        AdcVsrConfig read = AdcVsrConfig.of(new Config("test", written.json()));

        assertThat(read.placement()).isEqualTo(TemporalPlacement.PER_STAGE);
        assertThat(new AdcVsrNetwork(read).parameters().shapes())
                .isEqualTo(new AdcVsrNetwork(written).parameters().shapes());
        assertThat(read.json()).isEqualTo(written.json());
        Config wrong = new Config(
                "test",
                JsonParser.parseString("{'temporal_placement': 'everywhere'}").getAsJsonObject());
        assertThatThrownBy(() -> AdcVsrConfig.of(wrong))
                .hasMessage("test: 'temporal_placement' is \"everywhere\"; it must be per_layer or per_stage");
        Config small = new Config(
                "test",
                JsonParser.parseString("{'decoder_block_out_channels': [64, 256]}")
                        .getAsJsonObject());
        assertThatThrownBy(() -> AdcVsrConfig.of(small)).hasMessageContaining("test: AdcVSR enlarges by 4");
    }
}
