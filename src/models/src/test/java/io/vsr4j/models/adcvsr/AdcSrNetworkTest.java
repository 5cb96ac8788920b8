package io.vsr4j.models.adcvsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AdcSrNetworkTest {
    private static AdcSrConfig tiny() {
        return AdcSrConfig.of(new Config(
                "test",
                JsonParser.parseString("{'unet_block_out_channels': [6, 12], 'layers_per_block': 1,"
                                + " 'head_counts': [2, 3], 'down_block_types': ['CrossAttnDownBlock2D', 'DownBlock2D'],"
                                + " 'up_block_types': ['UpBlock2D', 'CrossAttnUpBlock2D'],"
                                + " 'decoder_block_out_channels': [4, 8], 'decoder_norm_num_groups': 2}")
                        .getAsJsonObject()));
    }

    private static Function<NDManager, NDArray> forward(AdcSrNetwork network) {
        return scope -> network.forward(
                Torch.to(scope.arange(0f, 2 * 3 * 12 * 8, 1f).mul(1.7).sin().reshape(2, 3, 12, 8), network.dtype()));
    }

    @Test
    void hasThePublishedTensors() throws Exception {
        Map<String, Shape> published = new TreeMap<>();
        NetworkProbe.published("adcsr-unet.tsv").forEach((name, shape) -> published.put("body.1." + name, shape));
        NetworkProbe.published("adcsr-halfdecoder.tsv").forEach((name, shape) -> {
            if (name.startsWith("mid_block.")) {
                published.put(name.replace("mid_block.", "body.2."), shape);
            }
            if (!AdcSrNetwork.unused("decoder." + name)) {
                published.put("decoder." + name, shape);
            }
        });
        AdcSrNetwork network = new AdcSrNetwork(AdcSrConfig.published());

        assertThat(new TreeMap<>(network.parameters().shapes())).isEqualTo(published);
        assertThat(network.parameters().count()).isEqualTo(456_073_683);
        assertThat(network.parameters().child("body.1").count()).isEqualTo(443_695_696);
        assertThat(network.config().scale()).isEqualTo(4);
    }

    @Test
    void usesEveryTensorAndLeaksNothing() {
        try (AdcSrNetwork network = new AdcSrNetwork(tiny())) {
            NetworkProbe.randomise(network, DType.F32);
            NetworkProbe.leaksNothing(network, forward(network));
            NetworkProbe.everyTensorMatters(network, forward(network), "body.2.attentions.0.to_k.bias");
            NetworkProbe.gradientsFlow(network, forward(network), "body.2.attentions.0.to_k.bias");
            NetworkProbe.fewerBitsAreClose(network, forward(network), DType.F16, 0.05);
            NetworkProbe.fewerBitsAreClose(network, forward(network), DType.BF16, 0.2);
        }
    }

    @Test
    void normsHaveTheGroupsOfTheReference() {
        int[][] groups = {{240, 24}, {480, 32}, {720, 24}, {960, 32}, {1440, 32}, {1920, 32}, {9, 1}, {15, 1}, {18, 6}};
        for (int[] norm : groups) {
            assertThat(AdcSrConfig.prunedGroups(norm[0])).as("of %s", norm[0]).isEqualTo(norm[1]);
        }
    }

    @Test
    void refusesPartsThatDoNotFit() {
        Config config = new Config(
                "test", JsonParser.parseString("{'conv_out_channels': 128}").getAsJsonObject());
        assertThatThrownBy(() -> AdcSrConfig.of(config)).hasMessageContaining("test: a UNet of 12 channels in and 128");
    }
}
