package io.vsr4j.quality.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.models.verify.FixtureSet;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Safetensors;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaftTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/nets");
    private static final RaftConfig LARGE = new RaftConfig(
            false,
            4,
            4,
            List.of(64, 64, 96, 128, 256),
            List.of(64, 64, 96, 128, 256),
            128,
            List.of(256, 192),
            List.of(128, 64),
            128,
            256,
            256);
    private static final RaftConfig SMALL = new RaftConfig(
            true,
            4,
            3,
            List.of(32, 32, 64, 96, 128),
            List.of(32, 32, 64, 96, 160),
            96,
            List.of(96),
            List.of(64, 32),
            82,
            128,
            0);

    @TempDir
    Path folder;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void free() {
        scope.close();
    }

    private static Path weights(String name) {
        return FIXTURES.resolve(name + ".weights.safetensors");
    }

    /** One that compares all pairs at once, or only around the flow. */
    private static Raft fixture(String name, long maxVolumeBytes) throws Exception {
        var file = FixtureSet.open(FIXTURES).files().stream()
                .filter(f -> f.name().equals(name + ".io.safetensors"))
                .findFirst()
                .orElseThrow();
        Raft raft = new Raft(RaftConfig.of(file.config()), maxVolumeBytes);
        try (Weights weights = RaftNames.renamed(Weights.open(weights(name)))) {
            raft.load(weights, Device.cpu());
        }
        return raft;
    }

    private NDArray read(String fixture, String tensor) throws Exception {
        try (Safetensors file = Safetensors.open(FIXTURES.resolve(fixture + ".io.safetensors"))) {
            return Torch.to(file.read(scope, tensor), DType.F32);
        }
    }

    private NDArray picture(int height, int width, double phase) {
        NDArray row = scope.arange(width)
                .toType(ai.djl.ndarray.types.DataType.FLOAT32, false)
                .mul(0.21)
                .add(phase)
                .sin();
        NDArray column = scope.arange(height)
                .toType(ai.djl.ndarray.types.DataType.FLOAT32, false)
                .mul(0.13)
                .add(phase)
                .cos()
                .reshape(height, 1);
        NDArray one = row.mul(column).add(1).div(2).reshape(1, 1, height, width);
        return one.concat(one.square(), 1).concat(one.mul(-0.5).add(0.7), 1);
    }

    private static double difference(NDArray a, NDArray b) {
        assertThat(a.getShape()).isEqualTo(b.getShape());
        return a.sub(b).abs().max().getFloat();
    }

    @ParameterizedTest
    @ValueSource(strings = {"raft_large_a", "raft_small_a", "raft_tiny_a"})
    void largePicturesAreComparedPlaceByPlaceWithTheSameResult(String name) throws Exception {
        try (Raft raft = fixture(name, 0)) {
            NDArray a = read(name, "case0.in.a_nchw").div(255);
            NDArray b = read(name, "case0.in.b_nchw").div(255);
            int updates = (int) read(name, "case0.in.num_flow_updates").getFloat();
            assertThat(difference(raft.flow(a, b, updates), read(name, "case0.out.flow")))
                    .isLessThan(0.0025);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raft_large_a", "raft_small_a"})
    void readsTheAuthorsNames(String name) throws Exception {
        Path original = folder.resolve("raft-things.safetensors");
        SafetensorsWriter.write(original, originalNames(weights(name)), Map.of());
        NDArray a = picture(128, 136, 0);
        NDArray b = picture(128, 136, 0.4);
        try (Raft theirs = Raft.open(original, Device.cpu());
                Raft torchvision = Raft.open(weights(name), Device.cpu())) {
            assertThat(theirs.small()).isEqualTo(name.equals("raft_small_a"));
            assertThat(theirs.flow(a, b, 2)).isEqualTo(torchvision.flow(a, b, 2));
        }
    }

    /** As saved from a data-parallel wrapper; the norms of shortcuts are there twice. */
    private Map<String, NDArray> originalNames(Path torchvision) throws Exception {
        Map<String, NDArray> renamed = new LinkedHashMap<>();
        try (Safetensors file = Safetensors.open(torchvision)) {
            boolean small = file.tensors().keySet().stream().noneMatch(name -> name.startsWith("mask_predictor"));
            for (String name : file.tensors().keySet()) {
                String original = "module."
                        + name.replace("feature_encoder.", "fnet.")
                                .replace("context_encoder.", "cnet.")
                                .replaceAll("(net)\\.conv\\.", "$1.conv2.")
                                .replaceAll("(net)\\.convnormrelu\\.0\\.", "$1.conv1.")
                                .replaceAll("(net)\\.convnormrelu\\.1\\.", "$1.norm1.")
                                .replaceAll("convnormrelu(\\d)\\.0\\.", "conv$1.")
                                .replaceAll("convnormrelu(\\d)\\.1\\.", "norm$1.")
                                .replace("motion_encoder.convcorr1.0", "encoder.convc1")
                                .replace("motion_encoder.convcorr2.0", "encoder.convc2")
                                .replace("motion_encoder.convflow1.0", "encoder.convf1")
                                .replace("motion_encoder.convflow2.0", "encoder.convf2")
                                .replace("motion_encoder.conv.0", "encoder.conv")
                                .replaceAll(
                                        "recurrent_block\\.convgru(\\d)\\.(conv[zrq])", small ? "gru.$2" : "gru.$2$1")
                                .replace("mask_predictor.convrelu.0", "update_block.mask.0")
                                .replace("mask_predictor.conv", "update_block.mask.2");
                NDArray tensor = file.read(scope, name);
                renamed.put(original, tensor);
                if (original.contains("downsample.1.")) {
                    renamed.put(original.replace("downsample.1.", "norm3."), tensor);
                }
            }
        }
        return renamed;
    }

    @Test
    void hasThePublishedSizes() {
        assertThat(new Raft(LARGE).parameters().count()).isEqualTo(5_257_536);
        assertThat(new Raft(SMALL).parameters().count()).isEqualTo(990_162);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void runsAFileOfThePublishedSize(boolean small) throws Exception {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        RandomTensors random = new RandomTensors(3);
        RaftConfig config = small ? SMALL : LARGE;
        new Raft(config)
                .parameters()
                .shapes()
                .forEach((name, shape) -> tensors.put(name, random.tensor(scope, name, shape, DType.F32)));
        Path file = folder.resolve("raft_" + small + ".safetensors");
        SafetensorsWriter.write(file, tensors, Map.of());
        try (Raft raft = Raft.open(file, Device.cpu())) {
            assertThat(raft.config()).isEqualTo(config);
        }
        try (RaftFlow flow = RaftFlow.open(file, Device.cpu())) {
            assertThat(flow.name()).contains(small ? "small" : "large").contains("20 updates");
            NDArray a = picture(60, 161, 0);
            NDArray b = picture(60, 161, 0.3);
            int inputs = Scopes.count(scope);
            NDArray result = flow.flow(a, b);
            assertThat(Scopes.count(scope)).isEqualTo(inputs + 1);
            assertThat(result.getShape()).isEqualTo(new Shape(1, 2, 60, 161));
            assertThat(result.isNaN().any().getBoolean()).isFalse();
        }
    }

    @Test
    void padsByRepeatingTheBorderEvenly() throws Exception {
        try (Raft raft = fixture("raft_tiny_a", Correlation.MAX_VOLUME_BYTES)) {
            NDArray a = picture(43, 53, 0);
            NDArray b = picture(43, 53, 0.5);
            // 43 is 5 short of 48, 53 is 3 short of 56; the odd line comes after.
            NDArray whole = raft.flow(repeated(a, 1, 2, 2, 3), repeated(b, 1, 2, 2, 3), 3);
            assertThat(raft.flow(a, b, 3)).isEqualTo(whole.get(":, :, 2:45, 1:54"));
        }
    }

    private static NDArray repeated(NDArray x, int left, int right, int top, int bottom) {
        return Torch.pad(x, left, right, top, bottom, Torch.Padding.REPLICATE);
    }

    @Test
    void refusesPicturesOfTwoSizes() throws Exception {
        try (Raft raft = fixture("raft_tiny_a", 0)) {
            assertThatThrownBy(() -> raft.flow(picture(32, 40, 0), picture(32, 48, 0), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one size")
                    .hasMessageContaining("40")
                    .hasMessageContaining("48");
        }
    }

    @Test
    void refusesFilesThatAreNotRaft() throws Exception {
        Path file = folder.resolve("raft.safetensors");
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        tensors.put("features.0.weight", scope.zeros(new Shape(64, 3, 3, 3)));
        SafetensorsWriter.write(file, tensors, Map.of());
        refused(file, "weights of RAFT");

        try (Safetensors small = Safetensors.open(weights("raft_small_a"))) {
            small.tensors().keySet().forEach(name -> tensors.put(name, small.read(scope, name)));
        }
        SafetensorsWriter.write(file, tensors, Map.of());
        refused(file, "features.0.weight");
        tensors.remove("features.0.weight");

        NDArray right = tensors.put("update_block.flow_head.conv2.weight", scope.zeros(new Shape(3, 24, 3, 3)));
        SafetensorsWriter.write(file, tensors, Map.of());
        refused(file, "update_block.flow_head.conv2.weight");
        tensors.put("update_block.flow_head.conv2.weight", right);

        tensors.put("feature_encoder.conv.weight", scope.zeros(new Shape(3)));
        SafetensorsWriter.write(file, tensors, Map.of());
        refused(file, "feature_encoder.conv.weight");
        tensors.remove("feature_encoder.conv.weight");
        SafetensorsWriter.write(file, tensors, Map.of());
        refused(file, "feature_encoder.conv.weight");

        byte[] whole = Files.readAllBytes(weights("raft_small_a"));
        Files.write(file, Arrays.copyOf(whole, whole.length - 1000));
        refused(file, "raft.safetensors");
    }

    private static void refused(Path file, String why) {
        assertThatThrownBy(() -> Raft.open(file, Device.cpu()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(why);
    }
}
