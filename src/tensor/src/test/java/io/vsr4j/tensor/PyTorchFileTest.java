package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PyTorchFileTest {
    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        manager.close();
    }

    private Path copy(String resource) throws IOException {
        Path path = folder.resolve(resource);
        try (InputStream in = PyTorchFileTest.class.getResourceAsStream(resource)) {
            Files.copy(in, path);
        }
        return path;
    }

    private void checkEqual(TensorFile file, TensorFile expected) {
        assertThat(file.tensors()).containsOnlyKeys(expected.tensors().keySet());
        expected.tensors().forEach((name, info) -> {
            NDArray tensor = file.read(manager, name);
            assertThat(tensor.getShape()).as(name).isEqualTo(info.shape());
            assertThat(Torch.type(tensor)).as(name).isEqualTo(info.type());
            NDArray twin = expected.read(manager, name);
            if (info.type() == DType.BOOL) {
                assertThat(tensor.toBooleanArray()).as(name).isEqualTo(twin.toBooleanArray());
            } else {
                assertThat(Torch.to(tensor, DType.F64).toDoubleArray())
                        .as(name)
                        .isEqualTo(Torch.to(twin, DType.F64).toDoubleArray());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip_views", "legacy_views"})
    void readsViewsOfSharedStorages(String name) throws IOException {
        try (TensorFile file = TensorFile.open(copy(name + ".pt"));
                Safetensors expected = Safetensors.resource(PyTorchFileTest.class, name + ".expected.safetensors")) {
            checkEqual(file, expected);
            assertThat(file.metadata())
                    .containsExactly(
                            Map.entry("epoch", "12"), Map.entry("note", "\u00e9t\u00e9"), Map.entry("rate", "1.0E-4"));
            assertThat(file.same("state_dict.f32.base", "state_dict.f32.same_again"))
                    .isTrue();
            assertThat(file.same("state_dict.f32.base", "state_dict.f32.transposed"))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip_views", "legacy_views"})
    void readsFromMemory(String name) throws IOException {
        try (TensorFile file = PyTorchFile.of(PickleBytes.file(Files.readAllBytes(copy(name + ".pt"))));
                Safetensors expected = Safetensors.resource(PyTorchFileTest.class, name + ".expected.safetensors")) {
            checkEqual(file, expected);
        }
    }

    @Test
    void readsTheTensorsOfAScript() throws IOException {
        try (TensorFile file = TensorFile.open(copy("script.pt"))) {
            assertThat(file.tensors())
                    .containsOnlyKeys(
                            "half_t",
                            "ts.0",
                            "visual.0.weight",
                            "visual.0.bias",
                            "visual.1.weight",
                            "visual.1.bias",
                            "visual.1.running_mean",
                            "visual.1.running_var",
                            "visual.1.num_batches_tracked");
            assertThat(file.tensors().get("half_t").type()).isEqualTo(DType.F16);
            assertThat(file.read(manager, "visual.0.bias").toFloatArray())
                    .containsExactly(-0.0140100336f, 0.5606575f, -0.0627515167f);
            assertThat(file.metadata()).containsEntry("size", "7").containsEntry("d.a", "1.5");
        }
    }

    @Test
    void refusesAForbiddenGlobalByName() throws IOException {
        Path path = copy("forbidden_global.pt");

        assertThatThrownBy(() -> TensorFile.open(path))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("posix.system");
    }

    /** The state of a callback, by its class, as AdcSR's {@code halfDecoder.ckpt} has it. */
    @Test
    void aCallbacksClassIsAKeyAndNothingElse() {
        PickleBytes key = new PickleBytes()
                .op('}')
                .ops("(")
                .global("pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint")
                .op(0x88)
                .ops("u");
        try (TensorFile file = PyTorchFile.of(PickleBytes.file(PickleBytes.archive(key.stop(), Map.of())))) {
            assertThat(file.metadata())
                    .containsEntry("pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint", "true");
        }
        PickleBytes made = new PickleBytes()
                .global("pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint")
                .ops(")")
                .op(0x81);
        assertThatThrownBy(() -> PyTorchFile.of(PickleBytes.file(PickleBytes.archive(made.stop(), Map.of()))))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("calls something that cannot be called");
    }

    @Test
    void refusesClassesOfAScriptOutsideOne() {
        byte[] pickle = new PickleBytes()
                .global("__torch__.clip", "Clip")
                .ops(")")
                .op(0x81)
                .stop();

        assertThatThrownBy(() -> PyTorchFile.of(PickleBytes.file(PickleBytes.archive(pickle, Map.of()))))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("__torch__.clip.Clip");
    }

    @Test
    void readsATensorWithoutAName() throws IOException {
        byte[] pickle = new PickleBytes()
                .tensor("FloatStorage", "0", 2, 0, new long[] {2}, new long[] {1})
                .stop();
        byte[] storage = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40};
        Path path = Files.write(folder.resolve("t.pt"), PickleBytes.archive(pickle, Map.of("0", storage)));

        NDArray tensor;
        try (TensorFile file = TensorFile.open(path)) {
            tensor = file.read(manager, "tensor");
        }
        assertThat(tensor.toFloatArray()).containsExactly(1, 2);
        assertThat(tensor.getShape()).isEqualTo(new Shape(2));
    }

    @Test
    void readsStoragesThatCountBytes() throws IOException {
        byte[] pickle = new PickleBytes()
                .global("torch._utils", "_rebuild_tensor_v3")
                .ops("((")
                .text("storage")
                .global("torch.storage", "UntypedStorage")
                .text("0")
                .text("cuda:0")
                .number(8)
                .ops("tQ")
                .number(1)
                .numbers(1)
                .numbers(1)
                .op(0x89)
                .global("collections", "OrderedDict")
                .ops(")R")
                .global("torch", "float32")
                .ops("tR")
                .stop();
        byte[] storage = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40};

        try (TensorFile file = PyTorchFile.of(PickleBytes.file(PickleBytes.archive(pickle, Map.of("0", storage))))) {
            assertThat(file.read(manager, "tensor").toFloatArray()).containsExactly(2);
        }
    }

    /** Factors of LoRA beside their settings in one file, as restoration models publish them. */
    @Test
    void readsFactorsBesideTheirSettings() {
        long[] shape = {2, 2};
        long[] strides = {2, 1};
        byte[] pickle = new PickleBytes()
                .ops("}(")
                .text("rank_unet")
                .number(2)
                .text("unet_lora_encoder_modules")
                .ops("](")
                .text("down.to_q")
                .ops("e")
                .text("state_dict_unet")
                .ops("}(")
                .text("down.to_q.lora_A.default_encoder.weight")
                .tensor("FloatStorage", "0", 4, 0, shape, strides)
                .text("down.to_q.lora_B.default_encoder.weight")
                .tensor("FloatStorage", "0", 4, 0, shape, strides)
                .text("conv_in.weight")
                .tensor("FloatStorage", "0", 4, 0, shape, strides)
                .ops("uu")
                .stop();
        RenameTable factors =
                RenameTable.EMPTY.keep("^state_dict_unet\\..*lora_").replace("state_dict_unet.", "");

        TensorFile file = PyTorchFile.of(PickleBytes.file(PickleBytes.archive(pickle, Map.of("0", new byte[16]))));
        assertThat(file.metadata())
                .containsEntry("rank_unet", "2")
                .containsEntry("unet_lora_encoder_modules.0", "down.to_q");
        try (Lora lora = Lora.of(file.renamed(factors), 8)) {
            assertThat(lora.targets()).containsExactly("down.to_q.weight");
        }
    }

    /** A storage of more than 4 GiB, whose sizes need zip64; it is a hole in the file and takes no disk. */
    @Test
    void readsBeyondFourGibibytes() throws IOException {
        long elements = (1L << 30) + 4;
        byte[] pickle = new PickleBytes()
                .tensor("FloatStorage", "0", elements, 1, new long[] {elements - 1}, new long[] {1})
                .stop();
        long end = 4 * elements;
        ByteBuffer start = little(4096);
        local(start, "a/data.pkl", 0).put(pickle);
        int storage = start.position();
        int padding = (4 - (storage + 30 + 8) % 4) % 4;
        local(start, "a/data/0", padding);
        long directory = start.position() + end;
        ByteBuffer rest = little(4096).putFloat(7);
        central(rest, "a/data.pkl", pickle.length, pickle.length, 0);
        central(rest, "a/data/0", 0xffffffffL, end, storage);
        long bytes = rest.position() - 4;
        rest.putInt(0x06064b50)
                .putLong(44)
                .putShort((short) 45)
                .putShort((short) 45)
                .putInt(0)
                .putInt(0);
        rest.putLong(2).putLong(2).putLong(bytes).putLong(directory);
        rest.putInt(0x07064b50).putInt(0).putLong(directory + bytes).putInt(1);
        rest.putInt(0x06054b50).putLong(-1).putInt(-1).putInt(-1).putShort((short) 0);

        Path path = folder.resolve("large.pt");
        try (FileChannel out = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(start.flip());
            out.write(rest.flip(), directory - 4);
        }
        try (TensorFile file = TensorFile.open(path)) {
            NDArray tensor = file.read(manager, "tensor");
            assertThat(tensor.getShape()).isEqualTo(new Shape(elements - 1));
            assertThat(tensor.get("{}:", elements - 3).toFloatArray()).containsExactly(0, 7);
        }
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer local(ByteBuffer out, String name, int padding) {
        out.putInt(0x04034b50).put(new byte[22]).putShort((short) name.length()).putShort((short) padding);
        return out.put(name.getBytes(StandardCharsets.US_ASCII)).put(new byte[padding]);
    }

    private static void central(ByteBuffer out, String name, long narrow, long wide, int start) {
        boolean zip64 = narrow != wide;
        out.putInt(0x02014b50).put(new byte[16]).putInt((int) narrow).putInt((int) narrow);
        out.putShort((short) name.length())
                .putShort((short) (zip64 ? 20 : 0))
                .put(new byte[10])
                .putInt(start);
        out.put(name.getBytes(StandardCharsets.US_ASCII));
        if (zip64) {
            out.putShort((short) 1).putShort((short) 16).putLong(wide).putLong(wide);
        }
    }
}
