package io.vsr4j.quality.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureSet;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaWeightsTest {
    private static FixtureFile file(String name) throws Exception {
        return FixtureSet.open(Path.of("src/test/resources/fixtures/nets")).files().stream()
                .filter(f -> f.name().equals(name + ".safetensors"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lpips_alex_full", "lpips_vgg_full", "dists_full"})
    void givesTheSumsOfTheManifest(String name) throws Exception {
        FormulaWeights weights = FormulaWeights.of(file(name));
        for (Map.Entry<String, JsonElement> entry : weights.bounds().json().entrySet()) {
            JsonObject expected = entry.getValue().getAsJsonObject();
            long[] axes = expected.getAsJsonArray("shape").asList().stream()
                    .mapToLong(JsonElement::getAsLong)
                    .toArray();
            try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
                float[] values = weights.tensor(scope, entry.getKey(), new Shape(axes), DType.F32)
                        .toFloatArray();
                double sum = 0;
                for (float value : values) {
                    sum += value;
                }
                assertThat(sum).isCloseTo(expected.get("sum_float64").getAsDouble(), Offset.offset(1e-6));
                for (int i = 0; i < 3; i++) {
                    assertThat((double) values[i])
                            .isEqualTo(expected.getAsJsonArray("first3").get(i).getAsDouble());
                }
            }
        }
    }

    @Test
    void refusesAnotherShape() throws Exception {
        FormulaWeights weights = FormulaWeights.of(file("lpips_alex_full"));
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            assertThatThrownBy(() -> weights.tensor(scope, "features.0.bias", new Shape(4), DType.F32))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("shape")
                    .hasMessageContaining("[4]");
        }
    }
}
