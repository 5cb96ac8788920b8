package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraTest {
    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @TempDir
    Path folder;

    @BeforeEach
    void writeBase() throws IOException {
        NDArray halves = Torch.to(manager.arange(6f).reshape(2, 3), DType.F16);
        NDArray conv = manager.arange(36f).reshape(2, 2, 3, 3);
        SafetensorsWriter.write(
                folder.resolve("base.safetensors"),
                Map.of("to_q.weight", halves, "conv.weight", conv, "conv.bias", manager.ones(new Shape(2))),
                Map.of());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray numbers(Shape shape, float... numbers) {
        return manager.create(numbers).reshape(shape);
    }

    private Weights merged(Map<String, NDArray> factors, double alpha) throws IOException {
        Path path = folder.resolve("lora.safetensors");
        SafetensorsWriter.write(path, factors, Map.of());
        return Weights.open(folder.resolve("base.safetensors")).withLora(Lora.of(TensorFile.open(path), alpha));
    }

    private Map<String, NDArray> linear(String prefix, String adapter) {
        return Map.of(
                prefix + "to_q.lora_A" + adapter + ".weight", numbers(new Shape(2, 3), 1, 2, 3, 4, 5, 6),
                prefix + "to_q.lora_B" + adapter + ".weight", numbers(new Shape(2, 2), 1, 0, 0, -1));
    }

    @Test
    void mergesMatrices() throws IOException {
        for (String adapter : new String[] {"", ".default_encoder"}) {
            for (String prefix : new String[] {"", "base_model.model."}) {
                try (Weights weights = merged(linear(prefix, adapter), 1)) {
                    NDArray merged = weights.load(manager, "to_q.weight", new Shape(2, 3));
                    assertThat(Torch.type(merged)).isEqualTo(DType.F16);
                    assertThat(Torch.to(merged, DType.F32).toFloatArray()).containsExactly(0.5f, 2, 3.5f, 1, 1.5f, 2);
                    assertThat(weights.load(manager, "conv.bias", new Shape(2)).toFloatArray())
                            .containsExactly(1, 1);
                    weights.load(manager, "conv.weight", new Shape(2, 2, 3, 3));
                    weights.requireAllUsed();
                }
            }
        }
    }

    @Test
    void mergesConvolutionsAndSumsAdapters() throws IOException {
        NDArray a = manager.arange(18f).reshape(1, 2, 3, 3);
        NDArray b = numbers(new Shape(2, 1, 1, 1), 1, 10);
        Map<String, NDArray> factors = Map.of(
                "conv.lora_A.pix.weight", a,
                "conv.lora_B.pix.weight", b,
                "conv.lora_A.sem.weight", a,
                "conv.lora_B.sem.weight", b);

        try (Weights weights = merged(factors, 2)) {
            float[] merged =
                    weights.load(manager, "conv.weight", new Shape(2, 2, 3, 3)).toFloatArray();
            for (int i = 0; i < 36; i++) {
                float change = i < 18 ? i : 10 * (i - 18);
                assertThat(merged[i]).isEqualTo(i + 2 * 2 * change);
            }
        }
    }

    @Test
    void mergesInBlocksOfRows() throws IOException {
        NDArray base = Torch.to(manager.randomNormal(new Shape(1500, 1000)), DType.BF16);
        NDArray a = manager.randomNormal(new Shape(3, 1000));
        NDArray b = manager.randomNormal(new Shape(1500, 3));
        SafetensorsWriter.write(folder.resolve("base.safetensors"), Map.of("w.weight", base), Map.of());
        NDArray expected = Torch.to(Torch.to(base, DType.F32).add(b.matMul(a).mul(2)), DType.BF16);

        try (Weights weights = merged(Map.of("w.lora_A.weight", a, "w.lora_B.weight", b), 6)) {
            NDArray merged = weights.load(manager, "w.weight", new Shape(1500, 1000));
            assertThat(Torch.type(merged)).isEqualTo(DType.BF16);
            NDArray apart = Torch.to(merged, DType.F32)
                    .sub(Torch.to(expected, DType.F32))
                    .abs();
            // One rounding of BF16 may fall to the other side.
            assertThat(apart.max().toFloatArray()[0]).isLessThan(0.13f);
            assertThat(apart.mean().toFloatArray()[0]).isLessThan(1e-4f);
        }
    }

    @Test
    void takesAlphaFromTheFileFirst() throws IOException {
        Map<String, NDArray> factors = new HashMap<>(linear("", ""));
        factors.put("to_q.alpha", manager.create(4f));

        try (Weights weights = merged(factors, 1)) {
            NDArray merged = weights.load(manager, "to_q.weight", new Shape(2, 3), DType.F32);
            assertThat(merged.toFloatArray()).containsExactly(2, 5, 8, -5, -6, -7);
        }
    }

    @Test
    void opensFoldersOfPeft() throws IOException {
        SafetensorsWriter.write(folder.resolve("adapter_model.safetensors"), linear("base_model.model.", ""), Map.of());
        Path config = folder.resolve("adapter_config.json");
        Files.writeString(config, "{\"lora_alpha\": 2, \"r\": 2, \"use_dora\": false, \"alpha_pattern\": {}}");

        try (Lora lora = Lora.open(folder)) {
            assertThat(lora.targets()).containsExactly("to_q.weight");
            Weights weights = Weights.open(folder.resolve("base.safetensors")).withLora(lora);
            assertThat(weights.load(manager, "to_q.weight", new Shape(2, 3), DType.F32)
                            .toFloatArray())
                    .containsExactly(1, 3, 5, -1, -1, -1);
        }
        Files.writeString(config, "{\"lora_alpha\": 2, \"use_dora\": true}");
        assertThatThrownBy(() -> Lora.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("use_dora");
        Files.writeString(config, "{}");
        assertThatThrownBy(() -> Lora.open(folder)).isInstanceOf(CheckpointException.class);
    }

    @Test
    void refusesFactorsThatDoNotFit() {
        NDArray a = manager.ones(new Shape(2, 3));
        NDArray b = manager.ones(new Shape(2, 2));
        Map<Map<String, NDArray>, String> wrong = Map.of(
                Map.of("to_q.lora_A.weight", a), "has no 'to_q.lora_B.weight'",
                Map.of("to_q.lora_B.weight", a), "has no 'to_q.lora_A.weight'",
                Map.of("to_q.weight", a), "no factor",
                Map.of("to_q.alpha", a), "one finite number",
                Map.of("to_q.alpha", manager.full(new Shape(), Float.NaN)), "one finite number",
                Map.of("to_q.lora_A.weight", a, "to_q.lora_B.weight", a), "(2, 3)",
                Map.of("to_k.lora_A.weight", a, "to_k.lora_B.weight", b), "'to_k.weight', which",
                Map.of("conv.lora_A.weight", a, "conv.lora_B.weight", b), "(2, 2, 3, 3)");

        wrong.forEach((factors, reason) -> assertThatThrownBy(() -> merged(factors, 1))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(reason));
    }
}
