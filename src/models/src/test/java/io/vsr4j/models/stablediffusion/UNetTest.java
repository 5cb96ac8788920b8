package io.vsr4j.models.stablediffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UNetTest {
    private static final String STAGE = "(down_blocks|up_blocks)\\.\\d|mid_block";

    /** Three stages, so that one of each kind is in the middle. */
    private static final UNetConfig TINY = new UNetConfig(
            4,
            3,
            List.of(8, 12, 12),
            1,
            List.of(true, true, false),
            List.of(false, true, true),
            List.of(2, 3, 3),
            32,
            6,
            NormGroups.fixed(2),
            1e-5);

    /** The same inputs at every call: sides that cannot be halved, and two times. */
    private static Function<NDManager, NDArray> forward(UNet2DConditionModel unet) {
        return scope -> {
            NDArray sample = Torch.to(wave(scope, 2, 4, 7, 6), unet.dtype());
            NDArray text = Torch.to(wave(scope, 2, 5, 6), unet.dtype());
            return unet.forward(sample, scope.create(new long[] {3, 801}), text);
        };
    }

    private static NDArray wave(NDManager scope, long... shape) {
        Shape s = new Shape(shape);
        return scope.arange(0f, s.size(), 1f).mul(1.7).sin().reshape(s);
    }

    @Test
    void hasThePublishedTensors() throws Exception {
        var parameters = new UNet2DConditionModel(UNetConfig.sd21()).parameters();

        assertThat(parameters.shapes())
                .isEqualTo(NetworkProbe.published("sd21-unet.tsv"))
                .hasSize(686);
        assertThat(parameters.count()).isEqualTo(865_910_724);
    }

    @Test
    void usesEveryTensorAndLeaksNothing() {
        try (UNet2DConditionModel unet = new UNet2DConditionModel(TINY)) {
            NetworkProbe.randomise(unet, DType.F32);
            NetworkProbe.leaksNothing(unet, forward(unet));
            NetworkProbe.everyTensorMatters(unet, forward(unet));
            NetworkProbe.gradientsFlow(unet, forward(unet));
            NetworkProbe.fewerBitsAreClose(unet, forward(unet), DType.F16, 0.02);
            NetworkProbe.fewerBitsAreClose(unet, forward(unet), DType.BF16, 0.1);
        }
    }

    @Test
    void gradientsReachTheInputs() {
        try (UNet2DConditionModel unet = new UNet2DConditionModel(TINY);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd on = Autograd.on()) {
            NetworkProbe.randomise(unet, DType.F32);
            NDArray sample = wave(scope, 1, 4, 8, 8);
            NDArray text = wave(scope, 1, 5, 6);
            float[] without = unet.forward(sample, scope.create(7f), text).toFloatArray();
            sample.setRequiresGradient(true);
            text.setRequiresGradient(true);

            NDArray result = unet.forward(sample, scope.create(7f), text);
            JniUtils.backward((PtNDArray) result.square().sum(), (PtNDArray) scope.ones(new Shape()), false, false);

            assertThat(result.toFloatArray())
                    .as("by convolutions that have a gradient")
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(without);
            assertThat(sample.getGradient().abs().sum().getFloat()).isPositive();
            assertThat(text.getGradient().abs().sum().getFloat()).isPositive();
        }
    }

    @Test
    void oneTimeAndOneTextServeTheWholeBatch() {
        try (UNet2DConditionModel unet = new UNet2DConditionModel(TINY);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NetworkProbe.randomise(unet, DType.F32);
            NDArray sample = wave(scope, 2, 4, 8, 8);
            NDArray text = wave(scope, 1, 5, 6);
            float[] each = unet.forward(sample, scope.create(new float[] {250.5f, 250.5f}), text.concat(text, 0))
                    .toFloatArray();

            assertThat(unet.forward(sample, scope.create(250.5f), text).toFloatArray())
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(each);
            assertThat(unet.forward(sample, scope.create(250L), text).toFloatArray())
                    .isNotEqualTo(each);
        }
    }

    @Test
    void hooksSeeEveryLayerOnceAndInOrder() {
        List<String> sites = new ArrayList<>();
        try (UNet2DConditionModel unet = new UNet2DConditionModel(TINY);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NetworkProbe.randomise(unet, DType.F32);
            NDArray sample = wave(scope, 1, 4, 8, 8);
            NDArray text = wave(scope, 1, 5, 6);
            NDArray plain = unet.forward(sample, scope.create(1L), text);
            NDArray hooked = unet.forward(sample, scope.create(1L), text, (site, x) -> {
                sites.add(site);
                return x.mul(1); // another array of the same numbers
            });

            assertThat(hooked.toFloatArray()).containsExactly(plain.toFloatArray());
        }
        assertThat(sites)
                .startsWith("down_blocks.0.resnets.0", "down_blocks.0.attentions.0", "down_blocks.0")
                .containsSubsequence("down_blocks.2", "mid_block.attentions.0", "mid_block", "up_blocks.0.resnets.0")
                .endsWith("up_blocks.2.resnets.1", "up_blocks.2.attentions.1", "up_blocks.2")
                .doesNotHaveDuplicates()
                .hasSize(3 + 3 + 2 + 4 + 3 + 5 + 5);
    }

    @Test
    void itsPiecesGiveTheWhole() {
        try (UNet2DConditionModel unet = new UNet2DConditionModel(TINY);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NetworkProbe.randomise(unet, DType.F32);
            NDArray sample = wave(scope, 2, 4, 7, 6);
            NDArray text = wave(scope, 1, 5, 6);
            NDArray whole = unet.forward(sample, scope.create(801L), text);
            NDArray doubled =
                    unet.forward(sample, scope.create(801L), text, (site, x) -> site.matches(STAGE) ? x.mul(2) : x);
            List<String> sites = new ArrayList<>();
            for (int factor = 1; factor <= 2; factor++) {
                Deque<NDArray> stack = new ArrayDeque<>(List.of(sample.duplicate()));
                sites.clear();
                List<Segment> pieces = unet.segments(scope.create(801L), text);
                int before = Scopes.count(scope);
                for (Segment piece : pieces) {
                    sites.add(piece.site());
                    piece.step().accept(stack);
                    if (!piece.site().isEmpty()) {
                        try (NDArray top = stack.pop()) {
                            stack.push(top.mul(factor));
                        }
                    }
                }

                assertThat(stack).hasSize(1);
                assertThat(Scopes.count(scope))
                        .as("the result is in the sample's place")
                        .isEqualTo(before);
                assertThat(stack.pop().toFloatArray()).containsExactly((factor == 1 ? whole : doubled).toFloatArray());
            }
            assertThat(sites)
                    .containsExactly(
                            "down_blocks.0",
                            "down_blocks.1",
                            "down_blocks.2",
                            "mid_block",
                            "up_blocks.0",
                            "up_blocks.1",
                            "up_blocks.2",
                            "");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "use_linear_projection | false | it must be true",
                "act_fn | 'gelu' | it must be \"silu\"",
                "class_embed_type | 'timestep' | it must be null",
                "down_block_types | ['AttnDownBlock2D'] | CrossAttnDownBlock2D",
                "attention_head_dim | [3, 3] | a width of 8 cannot be split into 3 heads",
                "norm_num_groups | 5 | a norm of 8 channels cannot have 5 groups",
                "up_block_types | ['UpBlock2D'] | must be one for each stage",
            })
    void refusesOtherNetworks(String key, String value, String message) {
        JsonObject json = JsonParser.parseString("{'use_linear_projection': true, 'block_out_channels': [8, 12],"
                        + " 'down_block_types': ['CrossAttnDownBlock2D', 'DownBlock2D'], 'cross_attention_dim': 6,"
                        + " 'up_block_types': ['UpBlock2D', 'CrossAttnUpBlock2D'], 'attention_head_dim': [2, 3],"
                        + " 'norm_num_groups': 4}")
                .getAsJsonObject();
        assertThat(UNetConfig.of(new Config("test", json)).heads()).containsExactly(2, 3);
        json.add(key, JsonParser.parseString(value.replace('\'', '"')));

        assertThatThrownBy(() -> new UNet2DConditionModel(UNetConfig.of(new Config("test", json))))
                .isInstanceOfAny(CheckpointException.class, IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
