package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
