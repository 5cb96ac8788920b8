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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardedFileTest {
    private static final String NAME = "diffusion_pytorch_model";

    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        manager.close();
    }

    private Map<String, NDArray> tensors() {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        tensors.put("c", Torch.to(manager.arange(6f), DType.BF16));
        tensors.put("a", manager.arange(4f));
        tensors.put("b", manager.arange(2f));
        tensors.put("d", manager.arange(20f).reshape(4, 5));
        return tensors;
    }

    private void edit(UnaryOperator<String> change) throws IOException {
        Path index = folder.resolve(NAME + ".safetensors.index.json");
        String text = Files.readString(index);
        assertThat(change.apply(text)).isNotEqualTo(text);
        Files.writeString(index, change.apply(text));
    }

    private void refuses(String reason) {
        assertThatThrownBy(() -> Weights.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Map<String, NDArray> tensors = tensors();
        SafetensorsWriter.writeShards(folder, NAME, tensors, Map.of(), 24);

        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        NAME + "-00001-of-00003.safetensors",
                        NAME + "-00002-of-00003.safetensors",
                        NAME + "-00003-of-00003.safetensors",
                        NAME + ".safetensors.index.json");
        assertThat(folder.resolve(NAME + ".safetensors.index.json")).content().contains("\"total_size\": 116");
        try (Weights weights = Weights.open(folder)) {
            assertThat(weights.names()).containsExactlyInAnyOrder("a", "b", "c", "d");
            tensors.forEach((name, tensor) -> assertThat(weights.load(manager, name, tensor.getShape(), DType.F32)
                            .toFloatArray())
                    .isEqualTo(Torch.to(tensor, DType.F32).toFloatArray()));
            weights.requireAllUsed();
            assertThat(weights.sha256()).hasSize(64);
        }
    }

    @Test
    void oneFileNeedsNoIndex() throws IOException {
        SafetensorsWriter.writeShards(folder, NAME, tensors(), Map.of(), 24);
        SafetensorsWriter.writeShards(folder, NAME, tensors(), Map.of(), 1000);

        try (Weights weights = Weights.open(folder)) {
            assertThat(weights.shape("d")).isEqualTo(new Shape(4, 5));
        }
    }

    @Test
    void theSameTensorsGiveTheSameBytes() throws IOException {
        Map<String, NDArray> other = new LinkedHashMap<>();
        tensors().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> other.put(entry.getKey(), entry.getValue()));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("z", "1");
        metadata.put("a", "2");
        SafetensorsWriter.write(folder.resolve("one"), tensors(), metadata);
        SafetensorsWriter.write(folder.resolve("two"), other, Map.of("a", "2", "z", "1"));

        assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("two"));
    }

    @Test
    void refusesAnIndexThatDoesNotFitItsFiles() throws IOException {
        SafetensorsWriter.writeShards(folder, NAME, tensors(), Map.of(), 24);
        Path index = folder.resolve(NAME + ".safetensors.index.json");
        String good = Files.readString(index);

        edit(text -> text.replace("116", "117"));
        refuses("total_size 117");
        Files.writeString(index, good.replaceFirst("\"a\"", "\"e\""));
        refuses("'a'");
        Files.writeString(index, good.replace("\"a\":", "\"e\": \"" + NAME + "-00001-of-00003.safetensors\", \"a\":"));
        refuses("'e' in '" + NAME + "-00001-of-00003.safetensors', which lacks it");
        Files.writeString(index, good.replaceFirst("00001-of", "00003-of"));
        refuses("it is in");
        Files.writeString(index, good.replaceFirst(NAME + "-00001", "../" + NAME + "-00001"));
        refuses("no file in its own folder");
        Files.writeString(index, good.replaceFirst(NAME + "-00001-of-00003.safetensors", ".."));
        refuses("no file in its own folder");
        Files.writeString(index, good.replace("\"a\":", "\"a\": \"x\", \"a\":"));
        refuses("'a' twice");
        Files.writeString(index, good.substring(0, good.length() / 2));
        refuses("not valid JSON");
        Files.writeString(index, good);
        Path shard = folder.resolve(NAME + "-00002-of-00003.safetensors");
        Files.copy(folder.resolve(NAME + "-00001-of-00003.safetensors"), folder.resolve("copy"));
        Files.delete(shard);
        refuses("-00002-of-00003.safetensors', which is missing");
        Files.move(folder.resolve("copy"), shard);
        refuses("in two of its files");
    }

    @Test
    void refusesFoldersWithoutWeightsOrWithTwo() throws IOException {
        refuses("no weights");
        SafetensorsWriter.writeShards(folder, NAME, tensors(), Map.of(), 24);
        SafetensorsWriter.write(folder.resolve(NAME + ".safetensors"), tensors(), Map.of());
        refuses("both");
    }
}
