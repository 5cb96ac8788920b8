package io.vsr4j.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.verify.FixtureSet;
import io.vsr4j.quality.dists.DistsMetric;
import io.vsr4j.quality.lpips.LpipsMetric;
import io.vsr4j.quality.trunk.FormulaWeights;
import io.vsr4j.quality.trunk.Trunk;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Safetensors;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** LPIPS and DISTS as users have them: a folder of files, frame after frame. */
class TrunkMetricsTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/nets");

    @TempDir
    Path folder;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void free() {
        scope.close();
    }

    static Stream<Arguments> metrics() {
        return Stream.of(
                Arguments.of(new LpipsMetric.Alex(), "lpips_alex_full", "alexnet", "out.distance"),
                Arguments.of(new LpipsMetric.Vgg(), "lpips_vgg_full", "vgg16", "out.distance"),
                Arguments.of(new DistsMetric(), "dists_full", "vgg16", "out.score"));
    }

    private MeterSetting setting(int width, int height, int frames) {
        return new MeterSetting(width, height, frames, 25, new MetricWeights(Optional.of(folder)), Device.cpu(), 0);
    }

    /** A classifier as published: the trunk, and layers that nobody asks for. */
    private Map<String, NDArray> classifier(String trunk, String fixture) throws Exception {
        FormulaWeights values = FormulaWeights.of(FixtureSet.open(FIXTURES).files().stream()
                .filter(file -> file.name().equals(fixture + ".safetensors"))
                .findFirst()
                .orElseThrow());
        Parameters parameters = new Parameters();
        if (trunk.equals("alexnet")) {
            Trunk.alexNet(parameters, 1);
        } else {
            Trunk.vgg16(parameters, 1, Trunk.Pool.MAX_2);
        }
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        parameters.shapes().forEach((name, shape) -> tensors.put(name, values.tensor(scope, name, shape, DType.F32)));
        tensors.put("classifier.6.bias", scope.zeros(new Shape(1000)));
        return tensors;
    }

    private NDArray read(String fixture, String tensor) throws Exception {
        try (Safetensors file = Safetensors.open(FIXTURES.resolve(fixture + ".safetensors"))) {
            return file.read(scope, tensor);
        }
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void measuresFramesWithAFileOfThePublishedSize(Metric metric, String fixture, String trunk, String output)
            throws Exception {
        SafetensorsWriter.write(folder.resolve(trunk + "-00000000.safetensors"), classifier(trunk, fixture), Map.of());
        NDArray a = read(fixture, "case0.in.a");
        NDArray b = read(fixture, "case0.in.b");
        double expected = read(fixture, "case0." + output).toFloatArray()[0];
        try (Meter meter = metric.open(
                setting((int) a.getShape().get(3), (int) a.getShape().get(2), 3))) {
            int before = Scopes.count(scope);
            meter.accept(new ArrayPair(0, a, b));
            meter.accept(new ArrayPair(1, a, a));
            assertThat(Scopes.count(scope)).isEqualTo(before);
            Score score = meter.finish();
            assertThat(score.frames()[0]).isCloseTo(expected, Offset.offset(1e-6));
            assertThat(score.frames()[1]).isCloseTo(0, Offset.offset(1e-6));
            // The third frame was never shown.
            assertThat(score.frames()[2]).isNaN();
            assertThat(score.value()).isCloseTo(expected / 2, Offset.offset(1e-6));
        }
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void saysWhichFileIsMissing(Metric metric, String fixture, String trunk, String output) {
        assertThatThrownBy(() -> metric.open(setting(64, 64, 1)))
                .isInstanceOf(MissingWeightsException.class)
                .hasMessageContaining(metric.card().id())
                .hasMessageContaining("'" + trunk + "'")
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("https://download.pytorch.org/models/" + trunk);
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void refusesTinyFrames(Metric metric, String fixture, String trunk, String output) {
        assertThatThrownBy(() -> metric.open(setting(64, 12, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64x12")
                .hasMessageContaining("at least");
    }

    @Test
    void refusesWrongFiles() throws Exception {
        Map<String, NDArray> alexNet = classifier("alexnet", "lpips_alex_full");
        Path file = folder.resolve("vgg16.safetensors");
        SafetensorsWriter.write(file, alexNet, Map.of());
        refused(new LpipsMetric.Vgg(), file, "features.0.weight", "(64, 3, 11, 11)", "(64, 3, 3, 3)");
        refused(new DistsMetric(), file, "features.0.weight", "(64, 3, 11, 11)", "(64, 3, 3, 3)");

        file = folder.resolve("alexnet.safetensors");
        SafetensorsWriter.write(file, Map.of("conv1.weight", scope.zeros(new Shape(64, 3, 7, 7))), Map.of());
        refused(new LpipsMetric.Alex(), file, "no tensor 'features.0.weight'");

        alexNet.put("features.12.weight", scope.zeros(new Shape(2)));
        SafetensorsWriter.write(file, alexNet, Map.of());
        refused(new LpipsMetric.Alex(), file, "left over", "features.12.weight");

        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        refused(new LpipsMetric.Alex(), file);

        Files.writeString(file, "<!DOCTYPE html><title>404</title>");
        refused(new LpipsMetric.Alex(), file);
    }

    private void refused(Metric metric, Path file, String... why) {
        assertThatThrownBy(() -> metric.open(setting(64, 64, 1)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.getFileName().toString())
                .satisfies(e -> assertThat(why).allSatisfy(part -> assertThat(e).hasMessageContaining(part)));
    }
}
