package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    private static final String FIXTURE = "safetensors_dtypes.safetensors";

    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        manager.close();
    }

    private Path fixture() throws IOException {
        Path path = folder.resolve(FIXTURE);
        try (InputStream in = SafetensorsTest.class.getResourceAsStream(FIXTURE)) {
            Files.copy(in, path);
        }
        return path;
    }

    private void checkFixture(Safetensors file) {
        for (String name : file.tensors().keySet()) {
            NDArray tensor = file.read(manager, name);
            assertThat(tensor.getShape())
                    .as(name)
                    .isEqualTo(file.tensors().get(name).shape());
            assertThat(Torch.type(tensor))
                    .as(name)
                    .isEqualTo(file.tensors().get(name).type());
        }
        float[] halves = Torch.to(file.read(manager, "f16"), DType.F32).toFloatArray();
        assertThat(halves).containsExactly(file.read(manager, "f16_as_f32").toFloatArray());
        float[] brains = Torch.to(file.read(manager, "bf16"), DType.F32).toFloatArray();
        assertThat(brains).containsExactly(file.read(manager, "bf16_as_f32").toFloatArray());
        assertThat(file.read(manager, "empty").getShape()).isEqualTo(new Shape(0, 4));
        assertThat(file.read(manager, "scalar").getShape()).isEqualTo(new Shape());
        assertThat(file.read(manager, "bool").toBooleanArray()).hasSize(3);
        assertThat(Torch.to(file.read(manager, "i16"), DType.I32).toIntArray()).hasSize(2);
    }

    @Test
    void readsAllTypesFromAFile() throws IOException {
        try (Safetensors file = Safetensors.open(fixture())) {
            assertThat(file.tensors()).hasSize(14);
            assertThat(file.metadata()).containsEntry("config", "{}");
            checkFixture(file);
        }
    }

    @Test
    void readsAllTypesFromMemory() {
        try (Safetensors file = Safetensors.resource(SafetensorsTest.class, FIXTURE)) {
            checkFixture(file);
            assertThat(file.sha256()).isEqualTo("6244ee3a56de8de13891984cf45c3d3d95dca18b1c364aea74ecc59d7a826705");
        }
    }

    @Test
    void bothWaysGiveTheSameNumbers() throws IOException {
        try (Safetensors mapped = Safetensors.open(fixture());
                Safetensors memory = Safetensors.resource(SafetensorsTest.class, FIXTURE)) {
            for (String name : new String[] {"f64", "f32", "bf16", "i64", "i32", "i16", "i8", "u8"}) {
                NDArray one = Torch.to(mapped.read(manager, name), DType.F64);
                NDArray other = Torch.to(memory.read(manager, name), DType.F64);
                assertThat(one.toDoubleArray()).as(name).isEqualTo(other.toDoubleArray());
            }
            assertThat(mapped.sha256()).isEqualTo(memory.sha256());
        }
    }

    @Test
    void readsTensorsThatTheirElementsDoNotDivide() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[8,10]}}";
        header += " ".repeat((8 - header.length() % 8) % 8 + 3); // data begins at an odd byte
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 10).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
        bytes.putFloat(1.5f).putFloat(-2).putShort((short) 0x4040);
        Path path = Files.write(folder.resolve("odd.safetensors"), bytes.array());

        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.read(manager, "a").toFloatArray()).containsExactly(1.5f, -2);
            assertThat(Torch.to(file.read(manager, "b"), DType.F32).toFloatArray())
                    .containsExactly(3);
        }
    }

    @Test
    void readsBeyondTwoGibibytes() throws IOException {
        long first = (1L << 31) + 64; // a hole in the file: it takes no disk
        String header = "{\"a\":{\"dtype\":\"BF16\",\"shape\":[" + first / 2 + "],\"data_offsets\":[0," + first + "]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[" + first + "," + (first + 8) + "]}}";
        header += " ".repeat((8 - header.length() % 8) % 8);
        Path path = folder.resolve("large.safetensors");
        try (FileChannel out = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer start = ByteBuffer.allocate(8 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
            out.write(start.putLong(header.length())
                    .put(header.getBytes(StandardCharsets.UTF_8))
                    .flip());
            ByteBuffer end = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
            end.putShort((short) 0x40a0).putFloat(7).putFloat(8).flip();
            out.write(end, 8 + header.length() + first - 2);
        }

        NDArray large;
        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.read(manager, "b").toFloatArray()).containsExactly(7, 8);
            large = file.read(manager, "a");
        }
        assertThat(large.getShape()).isEqualTo(new Shape(first / 2)); // outlives the reader
        NDArray last = large.get("{}:", first / 2 - 2);
        assertThat(Torch.to(last, DType.F32).toFloatArray()).containsExactly(0, 5);
    }

    @Test
    void writesToAWeightStayInMemory() throws IOException {
        Path path = fixture();
        byte[] before = Files.readAllBytes(path);
        try (Safetensors file = Safetensors.open(path)) {
            file.read(manager, "f32").addi(1);
        }

        assertThat(Files.readAllBytes(path)).isEqualTo(before);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        NDArray x = manager.randomNormal(new Shape(3, 4));
        for (DType type : DType.values()) {
            tensors.put("t." + type, Torch.to(type == DType.U8 ? x.abs() : x, type));
        }
        tensors.put("view", x.transpose());
        tensors.put("empty", manager.create(new Shape(0, 2)));
        tensors.put("scalar \"q\" \u00e9", manager.create(2.5f));
        tensors.put("many", manager.arange(5_000_000f));
        Path path = folder.resolve("written.safetensors");

        SafetensorsWriter.write(path, tensors, Map.of("made by", "a test"));

        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.tensors()).containsOnlyKeys(tensors.keySet());
            assertThat(file.metadata()).containsExactly(Map.entry("made by", "a test"));
            tensors.forEach((name, tensor) -> {
                assertThat(file.tensors().get(name).offset()
                                % file.tensors().get(name).type().bytes())
                        .as(name)
                        .isZero();
                NDArray expected = Torch.to(tensor, DType.F64);
                NDArray read = file.read(manager, name);
                assertThat(read.getShape()).as(name).isEqualTo(tensor.getShape());
                assertThat(Torch.to(read, DType.F64).toDoubleArray()).as(name).isEqualTo(expected.toDoubleArray());
            });
        }
        assertThat(folder.toFile().list()).containsExactly("written.safetensors");
        assertThat(tensors.get("t.F32").getDataType()).isEqualTo(DataType.FLOAT32);
    }
}
