package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as an enemy would write them: each ends in the one exception that callers expect, soon. */
class PyTorchFileDamageTest {
    private static byte[] tensor(long elements, long offset, long[] shape, long[] strides) {
        return new PickleBytes()
                .tensor("FloatStorage", "0", elements, offset, shape, strides)
                .stop();
    }

    private static long[] n(long... numbers) {
        return numbers;
    }

    /** Doubles what is on the stack in a list of two references, many times. */
    private static byte[] bomb() {
        PickleBytes pickle = new PickleBytes().ops("Nq\0");
        for (int i = 0; i < 40; i++) {
            pickle.ops("0](h\0h\0eq\0");
        }
        return pickle.stop();
    }

    private static byte[] copyingBomb() {
        PickleBytes pickle = new PickleBytes().global("torch", "Size").ops("q\0(" + ")".repeat(100_000) + "tq\1");
        for (int i = 0; i < 100; i++) {
            pickle.ops("h\0h\1R");
        }
        return pickle.stop();
    }

    static Stream<Arguments> pickles() {
        long huge = Long.MAX_VALUE;
        return Stream.of(
                Arguments.of("beyond the storage", tensor(2, 0, n(3), n(1)), "shape [3]"),
                Arguments.of("offset beyond", tensor(2, 3, n(0), n(1)), "offset 3"),
                Arguments.of("offset negative", tensor(2, -1, n(1), n(1)), "got -1"),
                Arguments.of("stride negative", tensor(2, 1, n(2), n(-1)), "got -1"),
                Arguments.of("axis negative", tensor(2, 0, n(-2), n(1)), "got -2"),
                Arguments.of("stride beyond", tensor(2, 0, n(2), n(2)), "strides [2]"),
                Arguments.of("strides lacking", tensor(2, 0, n(1, 1), n(1)), "with strides [1]"),
                Arguments.of("offset overflows", tensor(2, huge, n(2), n(1)), "offset " + huge),
                Arguments.of("reach overflows", tensor(2, 0, n(2, 2), n(huge, huge)), "strides"),
                Arguments.of("shape overflows", tensor(2, 0, n(1L << 40, 1L << 40), n(0, 0)), "more elements"),
                Arguments.of("empty overflows", tensor(2, 0, n(0, 1L << 40, 1L << 40), n(0, 0, 0)), "more elements"),
                Arguments.of("repeats itself", tensor(2, 0, n(1L << 40), n(0)), "repeats itself"),
                Arguments.of("many axes", tensor(2, 0, new long[99], new long[99]), "99 axes"),
                Arguments.of("storage too large", tensor(3, 0, n(1), n(1)), "needs 12"),
                Arguments.of("storage overflows", tensor(huge, 0, n(1), n(1)), "more elements"),
                Arguments.of("storage negative", tensor(-2, 0, n(1), n(1)), "got -2"),
                Arguments.of(
                        "storage missing",
                        new PickleBytes()
                                .tensor("FloatStorage", "../0", 2, 0, n(2), n(1))
                                .stop(),
                        "no entry 'a/data/../0'"),
                Arguments.of(
                        "unknown type",
                        new PickleBytes()
                                .tensor("ComplexFloatStorage", "0", 1, 0, n(1), n(1))
                                .stop(),
                        "torch.ComplexFloatStorage"),
                Arguments.of("not a storage", new PickleBytes().ops("NQ").stop(), "no storage"),
                Arguments.of(
                        "nested lists",
                        new PickleBytes()
                                .ops("]".repeat(100_000) + "a".repeat(99_999))
                                .stop(),
                        "deep"),
                Arguments.of(
                        "nested tuples",
                        new PickleBytes().ops(")" + "\u0085".repeat(100_000)).stop(),
                        "deep"),
                Arguments.of(
                        "contains itself", new PickleBytes().ops("]q\0h\0a").stop(), "deep"),
                Arguments.of(
                        "dictionary in itself",
                        new PickleBytes().ops("}q\0").text("a").ops("h\0s").stop(),
                        "deep"),
                Arguments.of("memo bomb", bomb(), "times"),
                Arguments.of("copying bomb", copyingBomb(), "steps"),
                Arguments.of(
                        "endless", new PickleBytes().ops("N0".repeat(3_000_000)).stop(), "steps"),
                Arguments.of("list as key", new PickleBytes().ops("}]Ns").stop(), "neither text"),
                Arguments.of(
                        "tuple with list as key",
                        new PickleBytes().ops("}]\u0085Ns").stop(),
                        "neither text"),
                Arguments.of(
                        "key twice",
                        new PickleBytes()
                                .ops("}(")
                                .text("k")
                                .ops("N")
                                .text("k")
                                .ops("Nu")
                                .stop(),
                        "twice"),
                Arguments.of(
                        "name twice",
                        new PickleBytes()
                                .ops("}(")
                                .text("a.b")
                                .tensor("FloatStorage", "0", 2, 0, n(2), n(1))
                                .text("a")
                                .ops("}")
                                .text("b")
                                .tensor("FloatStorage", "0", 2, 0, n(2), n(1))
                                .ops("su")
                                .stop(),
                        "'a.b' appears twice"),
                Arguments.of("empty stack", new PickleBytes().stop(), "empty stack"),
                Arguments.of("no mark", new PickleBytes().ops("e").stop(), "mark"),
                Arguments.of("below the mark", new PickleBytes().ops("N(\u0086").stop(), "takes 2"),
                Arguments.of("never kept", new PickleBytes().ops("h\7").stop(), "object 7"),
                Arguments.of("left over", new PickleBytes().ops("NN").stop(), "left over"),
                Arguments.of("goes on", new PickleBytes().ops("N.N").stop(), "goes on"),
                Arguments.of("no end", Arrays.copyOf(new PickleBytes().ops("N").stop(), 3), "truncated"),
                Arguments.of(
                        "text too long",
                        new PickleBytes().ops("X\377\377\377\377").stop(),
                        "4294967295"),
                Arguments.of(
                        "text far too long",
                        new PickleBytes().ops("\u008d" + "\377".repeat(8)).stop(),
                        "truncated"),
                Arguments.of(
                        "number too long",
                        new PickleBytes().ops("\u008b\0\0\0\1").stop(),
                        "number of"),
                Arguments.of("old protocol", new PickleBytes().ops("I1\n").stop(), "operation 0x49"),
                Arguments.of(
                        "new protocol", new PickleBytes().op(0x80, 6).ops("N").stop(), "protocol 6"),
                Arguments.of(
                        "frame too long",
                        new PickleBytes().op(0x95).ops("\377".repeat(8)).stop(),
                        "frame"),
                Arguments.of("calls data", new PickleBytes().ops("N)R").stop(), "cannot be called"),
                Arguments.of(
                        "calls without a tuple",
                        new PickleBytes().global("torch", "Size").ops("]R").stop(),
                        "tuple"),
                Arguments.of("builds data", new PickleBytes().ops("]}b").stop(), "state"),
                Arguments.of(
                        "global from objects", new PickleBytes().ops("]]\u0093").stop(), "without text"),
                Arguments.of(
                        "eval", new PickleBytes().global("builtins", "eval").stop(), "builtins.eval"),
                Arguments.of(
                        "global from the stack",
                        new PickleBytes().text("os").text("system").op(0x93).stop(),
                        "os.system"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pickles")
    void refuses(String name, byte[] pickle, String reason) {
        byte[] archive = PickleBytes.archive(pickle, Map.of("0", new byte[8]));

        assertThatThrownBy(() -> PyTorchFile.of(PickleBytes.file(archive)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("test.pt")
                .hasMessageContaining(reason);
    }

    @Test
    void refusesCompressedEntries() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            PickleBytes.put(zip, "a/data.pkl", new PickleBytes().ops("N").stop(), ZipEntry.DEFLATED);
        }

        assertThatThrownBy(() -> PyTorchFile.of(PickleBytes.file(bytes.toByteArray())))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'a/data.pkl' is compressed");
    }

    @Test
    void refusesWrongChecksumsAndOverlaps() {
        byte[] archive = PickleBytes.archive(new PickleBytes().ops("N").stop(), Map.of("0", new byte[8]));
        byte[] flipped = archive.clone();
        flipped[30 + "a/data.pkl".length() + 2] = (byte) 0x88;
        byte[] overlapping = archive.clone();
        int entry = new String(archive, StandardCharsets.ISO_8859_1).lastIndexOf("PK\1\2");
        overlapping[entry + 20] += 4; // both sizes grow into the directory
        overlapping[entry + 24] += 4;

        assertThatThrownBy(() -> PyTorchFile.of(PickleBytes.file(flipped))).hasMessageContaining("checksum");
        assertThatThrownBy(() -> PyTorchFile.of(PickleBytes.file(overlapping))).hasMessageContaining("reaches beyond");
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = PyTorchFileDamageTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip_views.pt", "legacy_views.pt", "script.pt"})
    void refusesEveryTruncation(String name) throws IOException {
        byte[] whole = sample(name);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> PyTorchFile.of(PickleBytes.file(part)))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(CheckpointException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip_views.pt", "legacy_views.pt", "script.pt"})
    void readsOrRefusesFlippedBytes(String name) throws IOException {
        byte[] whole = sample(name);
        Random random = new Random(1);
        for (int i = 0; i < 1_500; i++) {
            byte[] flipped = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            }
            readOrRefuse(flipped);
        }
    }

    /** Without the archive, whose checksum would catch most of it. */
    @Test
    void readsOrRefusesFlippedPickles() throws IOException {
        byte[] whole = sample("zip_views.pt");
        byte[] pickle = dataPickle(whole);
        Random random = new Random(2);
        for (int i = 0; i < 5_000; i++) {
            byte[] flipped = pickle.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                flipped[random.nextInt(pickle.length)] = (byte) random.nextInt(256);
            }
            try {
                PickleInput in = new PickleInput("test", ByteBuffer.wrap(flipped));
                Object root = new Unpickler(in, new TorchObjects("test", random.nextBoolean())).load();
                new PickledTensors("test", root, storage -> 0);
            } catch (CheckpointException e) {
                assertThat(e).hasMessageStartingWith("test");
            }
        }
    }

    private static byte[] dataPickle(byte[] archive) {
        ZipEntries zip = new ZipEntries(PickleBytes.file(archive));
        ByteBuffer content = zip.content("zip_views/data.pkl", 1 << 20);
        byte[] pickle = new byte[content.remaining()];
        content.get(pickle);
        return pickle;
    }

    private static void readOrRefuse(byte[] bytes) {
        try (PyTorchFile file = PyTorchFile.of(PickleBytes.file(bytes));
                NDManager manager = TorchEngine.newManager(Device.cpu())) {
            file.tensors().keySet().forEach(tensor -> file.read(manager, tensor));
        } catch (CheckpointException e) {
            assertThat(e).hasMessageStartingWith("test.pt");
        }
    }
}
