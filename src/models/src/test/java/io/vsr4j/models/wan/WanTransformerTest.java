package io.vsr4j.models.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WanTransformerTest {
    private NDManager scope;
    private Autograd off;
    private WanTransformer network;

    @BeforeEach
    void open() {
        scope = TorchEngine.newManager(Device.cpu());
        off = Autograd.off();
        network = new WanTransformer(WanTransformerTiny.config());
        NetworkProbe.randomise(network, DType.F32);
    }

    @AfterEach
    void close() {
        network.close();
        off.close();
        scope.close();
    }

    @ParameterizedTest
    @CsvSource({
        "wan21-1_3b-transformer.tsv, 12, 16, 8960, 1418996800",
        "wan22-5b-transformer.tsv, 24, 48, 14336, 4999787712"
    })
    void declaresThePublishedTensors(String keys, int heads, int channels, int feed, long count) throws Exception {
        WanTransformer published =
                new WanTransformer(WanTransformerTiny.config("""
                {"num_attention_heads": %d, "in_channels": %d, "out_channels": %d, "ffn_dim": %d, "num_layers": 30}""".formatted(heads, channels, channels, feed)));

        assertThat(published.parameters().shapes())
                .containsExactlyInAnyOrderEntriesOf(NetworkProbe.published(keys))
                .hasSize(825);
        assertThat(published.parameters().count()).isEqualTo(count);
    }

    @Test
    void everyTensorMatters() {
        NetworkProbe.everyTensorMatters(network, s -> WanTransformerTiny.flow(network, s));
    }

    @Test
    void leaksNothing() {
        NetworkProbe.leaksNothing(network, s -> WanTransformerTiny.flow(network, s));
    }

    @Test
    void gradientsFlowToTheWeights() {
        NetworkProbe.gradientsFlow(network, s -> WanTransformerTiny.flow(network, s));
    }

    @Test
    void theGradientOfTheLatentIsTheSlope() {
        NDArray latent = WanTransformerTiny.latent(scope);
        NDArray direction = WanTransformerTiny.random(scope, 7, WanTransformerTiny.LATENT);
        float step = 1e-3f;
        float slope = (loss(latent.add(direction.mul(step))).getFloat()
                        - loss(latent.sub(direction.mul(step))).getFloat())
                / (2 * step);

        latent.setRequiresGradient(true);
        NDArray gradient;
        try (Autograd on = Autograd.on()) {
            JniUtils.backward((PtNDArray) loss(latent), (PtNDArray) scope.ones(new Shape()), false, false);
            gradient = JniUtils.getGradient((PtNDArray) latent);
        }
        float along = gradient.mul(direction).sum().getFloat();

        assertThat(along).isCloseTo(slope, org.assertj.core.data.Percentage.withPercentage(1));
    }

    private NDArray loss(NDArray latent) {
        try (WanTransformerText text = network.text(WanTransformerTiny.prompt(scope, 4), 0)) {
            return network.forward(latent, scope.create(new float[] {500, 20}), text)
                    .square()
                    .mean();
        }
    }

    @Test
    void fewerBitsAreClose() {
        NetworkProbe.fewerBitsAreClose(network, s -> WanTransformerTiny.flow(network, s), DType.BF16, 0.03);
        NetworkProbe.fewerBitsAreClose(network, s -> WanTransformerTiny.flow(network, s), DType.F16, 0.005);
    }

    @Test
    void theResultHasTheLatentsType() {
        NDArray prompt = WanTransformerTiny.prompt(scope, 4);
        try (WanTransformerText text = network.text(prompt, 0)) {
            NDArray half = Torch.to(WanTransformerTiny.latent(scope), DType.BF16);
            NDArray flow = network.forward(half, scope.ones(new Shape(1)), text);

            assertThat(Torch.type(flow)).isEqualTo(DType.BF16);
            assertThat(flow.getShape()).isEqualTo(new Shape(2, 4, 2, 4, 6));
        }
    }

    @Test
    void oneTimestepPerSampleIsTheSameForEachToken() {
        NDArray prompt = WanTransformerTiny.prompt(scope, 4);
        NDArray each = scope.create(new float[] {250.5f, 999});
        NDArray perToken = each.expandDims(1).broadcast(2, WanTransformerTiny.TOKENS);

        NDArray expected = WanTransformerTiny.flow(network, scope, each, prompt, 0);

        assertClose(WanTransformerTiny.flow(network, scope, perToken, prompt, 0), expected, 1e-5);
    }

    @Test
    void tokensWithTheirOwnTimestepsDiffer() {
        NDArray prompt = WanTransformerTiny.prompt(scope, 4);
        NDArray times = scope.arange(2f * WanTransformerTiny.TOKENS).reshape(2, WanTransformerTiny.TOKENS);

        NDArray flow = WanTransformerTiny.flow(network, scope, times.mul(20), prompt, 0);

        assertThat(flow.sub(WanTransformerTiny.flow(
                                network, scope, times.flip(1).mul(20), prompt, 0))
                        .abs()
                        .max()
                        .getFloat())
                .isGreaterThan(0.01f);
    }

    @ParameterizedTest
    @CsvSource({"1", "5", "7", "12"})
    void theFeedForwardMayGoInChunks(int chunk) {
        NDArray expected = WanTransformerTiny.flow(network, scope);
        try (WanTransformer chunked = new WanTransformer(WanTransformerTiny.config(), chunk)) {
            NetworkProbe.randomise(chunked, DType.F32);
            NDArray times =
                    scope.create(new float[] {250.5f, 999}).expandDims(1).broadcast(2, WanTransformerTiny.TOKENS);

            assertClose(WanTransformerTiny.flow(chunked, scope), expected, 1e-5);
            assertClose(
                    WanTransformerTiny.flow(chunked, scope, times, WanTransformerTiny.prompt(scope, 4), 5),
                    expected,
                    1e-5);
        }
    }

    @Test
    void aBlockInTwoStepsIsTheWholeBlock() {
        WanTransformerGrid grid = WanTransformerGrid.of(WanTransformerTiny.LATENT, network.config());
        NDArray x = network.patchify(WanTransformerTiny.latent(scope));
        NDArray rotation = network.rotation(x, grid);
        WanTransformerTime time = network.time(scope.create(new float[] {3}));
        try (WanTransformerText text = network.text(WanTransformerTiny.prompt(scope, 4), 0)) {
            for (int i = 0; i < network.size(); i++) {
                NDArray whole = network.block(i).forward(x, time, rotation, text);
                NDList heads = network.block(i).heads(x, time, rotation);
                NDArray attended = Torch.attention(heads.get(0), heads.get(1), heads.get(2), null, 1 / Math.sqrt(18));

                assertClose(network.block(i).rest(x, attended, time, text), whole, 1e-5);
                x = whole;
            }
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        try (WanTransformerText text = network.text(WanTransformerTiny.prompt(scope, 4), 0)) {
            NDArray one = scope.ones(new Shape(1));
            assertThatThrownBy(() -> network.forward(scope.ones(new Shape(1, 5, 1, 4, 4)), one, text))
                    .hasMessageContaining("(B, 3, frames, rows, columns)");
            assertThatThrownBy(() -> network.forward(scope.ones(new Shape(1, 3, 1, 4, 1)), one, text))
                    .hasMessageContaining("0 tokens");
            assertThatThrownBy(() -> network.forward(scope.ones(new Shape(1, 3, 17, 4, 4)), one, text))
                    .hasMessageContaining("17 tokens");
            assertThatThrownBy(
                            () -> network.forward(WanTransformerTiny.latent(scope), scope.ones(new Shape(1, 5)), text))
                    .hasMessageContaining("(B, 12)");
        }
        assertThatThrownBy(() -> new WanTransformer(network.config(), 0)).hasMessageContaining("chunk");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'image_dim': 1280} | image_dim",
                "{'added_kv_proj_dim': 1536} | added_kv_proj_dim",
                "{'pos_embed_seq_len': 514} | pos_embed_seq_len",
                "{'qk_norm': 'rms_norm'} | qk_norm",
                "{'cross_attn_norm': false} | cross_attn_norm",
                "{'patch_size': [2, 2]} | patch_size",
                "{'attention_head_dim': 15} | attention_head_dim",
                "{'num_layers': 0} | num_layers"
            })
    void refusesConfigurationsThatItDoesNotRun(String json, String entry) {
        assertThatThrownBy(() -> WanTransformerTiny.config(json.replace('\'', '"')))
                .isInstanceOf(io.vsr4j.tensor.CheckpointException.class)
                .hasMessageContaining("'" + entry + "'");
    }

    static void assertClose(NDArray actual, NDArray expected, double largest) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertThat((double) actual.sub(expected).abs().max().getFloat()).isLessThanOrEqualTo(largest);
    }
}
