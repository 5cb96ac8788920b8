package io.vsr4j.models.adcvsr;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.models.stablediffusion.NormGroups;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TensorFile;
import io.vsr4j.tensor.TensorInfo;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdcSrPruningTest {
    /** A file whose every element is its own index. */
    private record Counting(Map<String, Shape> shapes) implements TensorFile {
        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Map<String, TensorInfo> tensors() {
            Map<String, TensorInfo> infos = new LinkedHashMap<>();
            shapes.forEach((name, shape) -> infos.put(name, new TensorInfo(DType.F32, shape, 0)));
            return infos;
        }

        @Override
        public String sha256() {
            return "";
        }

        @Override
        public NDArray read(NDManager scope, String name) {
            return scope.arange(0f, shapes.get(name).size(), 1f).reshape(shapes.get(name));
        }

        @Override
        public void close() {}
    }

    private static final UNetConfig FULL = UNetConfig.sd21();
    private static final UNetConfig TINY = new UNetConfig(
            4,
            4,
            List.of(12, 20, 24, 24),
            2,
            FULL.downAttention(),
            FULL.upAttention(),
            List.of(3, 5, 6, 6),
            48,
            8,
            NormGroups.fixed(4),
            1e-5);

    @Test
    void givesThePublishedShapes() throws Exception {
        Counting full = new Counting(NetworkProbe.published("sd21-unet.tsv"));
        Map<String, Shape> pruned = new LinkedHashMap<>();
        new AdcSrPruning(full, 256).tensors().forEach((name, info) -> pruned.put(name.substring(7), info.shape()));

        assertThat(pruned).isEqualTo(NetworkProbe.published("adcsr-unet.tsv"));
    }

    @Test
    void keepsTheFirstThreeQuarters() {
        Map<String, Shape> shapes = new UNet2DConditionModel(TINY).parameters().shapes();
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Weights pruned = Weights.of(new AdcSrPruning(new Counting(shapes), 24))) {
            // A gated layer of 12 channels: 48 values and 24 of 48 gates, of 9 channels each.
            String gated = "down_blocks.0.attentions.0.transformer_blocks.0.ff.net.0.proj.weight";
            assertKept(pruned.load(scope, "body.1." + gated, new Shape(72, 9)), shapes.get(gated), 96, 12);
            // 24 channels of the way up and 20 of a skip: 24 and 9 of them stay.
            String joined = "up_blocks.1.resnets.2.conv1.weight";
            assertThat(shapes.get(joined)).isEqualTo(new Shape(24, 44, 3, 3));
            assertKept(pruned.load(scope, "body.1." + joined, new Shape(18, 33, 3, 3)), shapes.get(joined), 24, 44);
            String scale = "mid_block.attentions.0.transformer_blocks.0.norm3.weight";
            assertKept(pruned.load(scope, "body.1." + scale, new Shape(18)), shapes.get(scale), 24, 1);
        }
    }

    @Test
    void repeatsTheEntranceAndTheExit() {
        Map<String, Shape> shapes = new UNet2DConditionModel(TINY).parameters().shapes();
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Weights pruned = Weights.of(new AdcSrPruning(new Counting(shapes), 24))) {
            assertKept(
                    pruned.load(scope, "body.1.conv_in.weight", new Shape(9, 12, 3, 3)),
                    shapes.get("conv_in.weight"),
                    12,
                    4);
            assertKept(
                    pruned.load(scope, "body.1.conv_out.weight", new Shape(24, 9, 3, 3)),
                    shapes.get("conv_out.weight"),
                    4,
                    12);
            assertThat(pruned.load(scope, "body.1.conv_out.bias", new Shape(24)).toFloatArray())
                    .startsWith(0, 1, 2, 3, 0, 1)
                    .endsWith(3);
        }
    }

    @Test
    void makesWhatTheNetworkNeeds() {
        Map<String, Shape> shapes = new UNet2DConditionModel(TINY).parameters().shapes();
        UNetConfig unet = new UNetConfig(
                12,
                24,
                List.of(9, 15, 18, 18),
                2,
                FULL.downAttention(),
                FULL.upAttention(),
                List.of(3, 5, 6, 6),
                0,
                0,
                AdcSrConfig::prunedGroups,
                1e-5);
        AdcSrNetwork network =
                new AdcSrNetwork(new AdcSrConfig(2, unet, List.of(4, 8, 24, 24), 3, NormGroups.fixed(4)));
        Map<String, Shape> pruned = new LinkedHashMap<>();
        new AdcSrPruning(new Counting(shapes), 24).tensors().forEach((name, info) -> pruned.put(name, info.shape()));

        Map<String, Shape> needed = network.parameters().shapes();
        needed.keySet().removeIf(name -> !name.startsWith("body.1."));
        assertThat(pruned).isEqualTo(needed);
    }

    /** Element [i, j] is the file's [i % rows, j % columns]. */
    private static void assertKept(NDArray kept, Shape full, int rows, int columns) {
        long[] shape = kept.getShape().getShape();
        int width = shape.length < 2 ? 1 : (int) shape[1];
        int inner = shape.length < 4 ? 1 : 9;
        float[] values = kept.toFloatArray();
        assertThat(full.size()).isEqualTo((long) rows * columns * inner);
        for (int at = 0; at < values.length; at++) {
            int i = at / inner / width % rows;
            int j = at / inner % width % columns;
            assertThat(values[at]).isEqualTo((i * columns + j) * inner + at % inner);
        }
    }
}
