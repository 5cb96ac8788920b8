package io.vsr4j.models.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WanTransformerStreamTest {
    @TempDir
    Path folder;

    private Map<String, NDArray> tensors(NDManager scope, DType type) {
        Map<String, NDArray> tensors = new HashMap<>();
        new WanTransformer(WanTransformerTiny.config())
                .parameters()
                .shapes()
                .forEach((name, shape) -> tensors.put(name, NetworkProbe.random(scope, name, shape, type)));
        return tensors;
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F32", "BF16"})
    void blocksThatTakeTurnsGiveTheSameBits(DType type) throws Exception {
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off();
                WanTransformer network = new WanTransformer(WanTransformerTiny.config())) {
            Path file = folder.resolve("model.safetensors");
            SafetensorsWriter.write(file, tensors(scope, DType.BF16), Map.of());
            try (Weights weights = Weights.open(file)) {
                network.load(weights, Device.cpu(), type);
                float[] whole = flow(network, scope);
                assertThat(whole).doesNotContain(Float.NaN);

                network.stream(weights, Device.cpu(), type);
                weights.requireAllUsed();

                assertThat(flow(network, scope)).isEqualTo(whole);
                assertThat(flow(network, scope)).isEqualTo(whole);
                network.load(weights, Device.cpu(), type);
                assertThat(flow(network, scope)).isEqualTo(whole);
            }
        }
    }

    private static float[] flow(WanTransformer network, NDManager scope) {
        return Torch.to(WanTransformerTiny.flow(network, scope), DType.F32).toFloatArray();
    }

    @Test
    void aWrongCheckpointIsRefusedBeforeTheFirstBlock() throws Exception {
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                WanTransformer network = new WanTransformer(WanTransformerTiny.config())) {
            Map<String, NDArray> tensors = tensors(scope, DType.F32);
            tensors.remove("blocks.2.norm2.bias");
            Path file = folder.resolve("model.safetensors");
            SafetensorsWriter.write(file, tensors, Map.of());
            try (Weights weights = Weights.open(file)) {
                assertThatThrownBy(() -> network.stream(weights, Device.cpu(), DType.F32))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageContaining("blocks.2.norm2.bias");
            }
        }
    }
}
