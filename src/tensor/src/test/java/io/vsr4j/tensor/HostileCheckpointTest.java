package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that cost their reader more than their size: each is refused soon, in one line, with bounded memory. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileCheckpointTest {
    @TempDir
    Path folder;

    private void refuses(Path path, String reason) {
        assertThatThrownBy(() -> TensorFile.open(path).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(reason)
                .satisfies(
                        e -> assertThat(e.getMessage()).hasSizeLessThan(1_100).doesNotContain("\n", "\u001b"));
    }

    private Path written(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path safetensors(String header) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return Files.write(
                folder.resolve("a.safetensors"),
                ByteBuffer.allocate(8 + json.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json)
                        .array());
    }

    private Path pickle(PickleBytes pickle) throws IOException {
        return Files.write(folder.resolve("a.pt"), PickleBytes.archive(pickle.stop(), Map.of()));
    }

    /** Texts of one hash code: each letter pair can be either of two. */
    private static List<String> collisions(int bits) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 1 << bits; i++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < bits; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            texts.add(text.toString());
        }
        return texts;
    }

    @Test
    void namesOfTheFileCannotBreakTheLine() throws IOException {
        String name = "a\\n\\u001b[31m" + "x".repeat(50_000);
        refuses(safetensors("{\"" + name + "\":{}}"), "lacks one of dtype");
    }

    @Test
    void tensorsWithoutBytesAreCounted() throws IOException {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < 300_000; i++) {
            header.append("\"").append(i).append("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},");
        }
        refuses(safetensors(header.append("\"z\":{}}").toString()), "more than 262144");
    }

    @Test
    void metadataStandsOnce() throws IOException {
        refuses(safetensors("{\"__metadata__\":{\"a\":\"1\"},\"__metadata__\":{\"b\":\"1\"}}"), "appears twice");
    }

    @Test
    void aPipeIsNotWaitedFor() throws Exception {
        Path pipe = folder.resolve("pipe.safetensors");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        refuses(pipe, "regular file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.index.json", "b.index.json", "\\ud800", "sub", "/etc/passwd", "a\\u0000b", "..", ""})
    void anIndexNamesFilesOfTensorsOnly(String shard) throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        written("b.index.json", "{\"weight_map\":{\"x\":\"a.index.json\"}}");
        refuses(written("a.index.json", "{\"weight_map\":{\"x\":\"" + shard + "\"}}"), "a.index.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"weight_map\":[]}", "{\"weight_map\":{\"a\":1e999}}", "\u0000"})
    void anIndexHasAMap(String text) throws IOException {
        refuses(written("a.index.json", text), "a.index.json");
    }

    @Test
    void deepStructuresAreRefused() throws IOException {
        refuses(written("a.index.json", "{\"x\":" + "[".repeat(1_000_000)), "not valid JSON");
        refuses(safetensors("{\"a\":{\"x\":" + "[".repeat(1_000_000)), "not valid JSON");
    }

    @Test
    void aLinkOutOfTheFolderIsFollowed() throws IOException {
        Path real = Files.createDirectory(folder.resolve("blobs")).resolve("1");
        Files.copy(safetensors("{}"), real);
        Files.createSymbolicLink(folder.resolve("link.safetensors"), real);
        Path index = written("m.index.json", "{\"weight_map\":{\"x\":\"link.safetensors\"}}");
        refuses(index, "which lacks it");
    }

    @Test
    void keysOfOneHashAreFoundAllTheSame() throws IOException {
        PickleBytes tuples = new PickleBytes().ops("}(");
        for (String text : collisions(17)) {
            tuples.text(text).op(0x85).ops("N");
        }
        TensorFile.open(pickle(tuples.ops("u"))).close();
    }

    @Test
    void storagesOfOneHashAreFoundAllTheSame() throws IOException {
        PickleBytes storages = new PickleBytes()
                .ops("](")
                .text("storage")
                .op('q', 0, '0')
                .global("torch", "ByteStorage")
                .op('q', 1, '0');
        for (String key : collisions(17)) {
            storages.ops("(").op('h', 0, 'h', 1).text(key).ops("N").op('K', 0).ops("tQ");
        }
        TensorFile.open(pickle(storages.ops("e"))).close();
    }

    @Test
    void aKeyOfManyReferencesIsNotWrittenOut() throws IOException {
        PickleBytes key = new PickleBytes()
                .ops("}")
                .text("x".repeat(10_000_000))
                .op('q', 0)
                .ops("0(");
        for (int i = 0; i < 1_000; i++) {
            key.op('h', 0);
        }
        refuses(pickle(key.ops("tNs")), "dictionary key of more than");
    }

    @Test
    void aNumberOfManyReferencesIsNotWrittenOut() throws IOException {
        PickleBytes numbers = new PickleBytes().ops("](").op(0x8a, 255);
        for (int i = 0; i < 255; i++) {
            numbers.op(0x7f);
        }
        numbers.op('q', 0);
        for (int i = 0; i < 900_000; i++) {
            numbers.op('h', 0);
        }
        refuses(pickle(numbers.ops("e")), "contain each other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "null", "\"x\"", "{\"a\":1}", "1e999", "NaN"})
    void anAdaptersConfigurationHasANumber(String alpha) throws IOException {
        written("adapter_config.json", "{\"lora_alpha\": " + alpha + "}");
        Files.copy(safetensors("{}"), folder.resolve("adapter_model.safetensors"));
        assertThatThrownBy(() -> Lora.open(folder).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("adapter_config.json");
    }
}
