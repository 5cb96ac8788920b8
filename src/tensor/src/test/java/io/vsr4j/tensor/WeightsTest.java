package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void write() throws IOException {
        path = folder.resolve("net.safetensors");
        SafetensorsWriter.write(
                path,
                Map.of(
                        "conv.weight", manager.ones(new Shape(2, 3)),
                        "conv.bias", Torch.to(manager.create(new float[] {0.5f, 2}), DType.BF16)),
                Map.of());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void givesTensorsByNameAndShape() throws IOException {
        try (Weights weights = Weights.open(path)) {
            assertThat(weights.names()).containsExactlyInAnyOrder("conv.weight", "conv.bias");
            assertThat(weights.load(manager, "conv.weight", new Shape(2, 3))
                            .sum()
                            .getFloat())
                    .isEqualTo(6);
            assertThat(weights.unused()).containsExactly("conv.bias");
            assertThat(weights.load(manager, "conv.bias", new Shape(2), DType.F32)
                            .toFloatArray())
                    .containsExactly(0.5f, 2);
            assertThat(weights.unused()).isEmpty();
            weights.requireAllUsed();
        }
    }

    @Test
    void castsOnRequest() throws IOException {
        try (Weights weights = Weights.open(path)) {
            assertThat(weights.load(manager, "conv.weight", new Shape(2, 3), DType.F16)
                            .getDataType())
                    .isEqualTo(DataType.FLOAT16);
        }
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        try (Weights weights = Weights.open(path)) {
            assertThatThrownBy(() -> weights.load(manager, "norm.weight", new Shape(7)))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("'norm.weight'")
                    .hasMessageContaining("(7)");
        }
    }

    @Test
    void namesBothShapes() throws IOException {
        try (Weights weights = Weights.open(path)) {
            assertThatThrownBy(() -> weights.load(manager, "conv.weight", new Shape(3, 2)))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("(2, 3)")
                    .hasMessageContaining("(3, 2)");
            assertThat(weights.unused()).hasSize(2);
        }
    }

    @Test
    void namesWhatIsLeftOver() throws IOException {
        try (Weights weights = Weights.open(path)) {
            weights.load(manager, "conv.weight", new Shape(2, 3));

            assertThatThrownBy(weights::requireAllUsed)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("1 tensors are left over")
                    .hasMessageContaining("'conv.bias' (2)");
        }
    }

    @Test
    void tensorsOutliveTheFile() throws IOException {
        var tensor = manager.create(0f);
        try (Weights weights = Weights.open(path)) {
            tensor = weights.load(manager, "conv.weight", new Shape(2, 3));
        }

        assertThat(tensor.sum().getFloat()).isEqualTo(6);
        assertThat(tensor.getName()).isEqualTo("conv.weight");
    }

    @Test
    void checksWithoutReading() throws IOException {
        try (Weights weights = Weights.open(path)) {
            weights.require("conv.weight", new Shape(2, 3));
            assertThat(weights.unused()).containsExactly("conv.bias");
            assertThatThrownBy(() -> weights.require("conv.bias", new Shape(3)))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("(2)");
            assertThatThrownBy(() -> weights.require("norm.bias", new Shape(3)))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("'norm.bias'");
        }
    }

    @Test
    void servesSeveralThreads() throws Exception {
        Map<String, NDArray> tensors = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            tensors.put("w" + i, Torch.to(manager.full(new Shape(3), (float) i), i % 2 == 0 ? DType.BF16 : DType.F32));
        }
        SafetensorsWriter.write(path, tensors, Map.of());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Weights weights = Weights.open(path)) {
            List<Future<Float>> values = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String name = "w" + i;
                values.add(threads.submit(() -> {
                    try (NDManager own = TorchEngine.newManager(Device.cpu())) {
                        return weights.load(own, name, new Shape(3), DType.F32).toFloatArray()[2];
                    }
                }));
            }
            for (int i = 0; i < 400; i++) {
                try (NDArray expected = Torch.to(Torch.to(manager.create((float) i), DType.BF16), DType.F32)) {
                    assertThat(values.get(i).get()).isEqualTo(i % 2 == 0 ? expected.getFloat() : i);
                }
            }
            weights.requireAllUsed();
        } finally {
            threads.shutdown();
        }
    }
}
