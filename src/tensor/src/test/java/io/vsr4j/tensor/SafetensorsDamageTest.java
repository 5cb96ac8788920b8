package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as an enemy would write them: each is refused by its header alone, with the reason. */
class SafetensorsDamageTest {
    @TempDir
    Path folder;

    private static String tensor(String name, String type, String shape, String offsets) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}".formatted(name, type, shape, offsets);
    }

    static Stream<Arguments> headers() {
        String good = tensor("a", "F32", "[2]", "[0,8]");
        return Stream.of(
                Arguments.of("beyond the end", "{" + tensor("a", "F32", "[4]", "[0,16]") + "}", "outside 0..8"),
                Arguments.of("backwards", "{" + tensor("a", "F32", "[2]", "[8,0]") + "}", "outside 0..8"),
                Arguments.of("negative", "{" + tensor("a", "F32", "[2]", "[-8,0]") + "}", "none below 0"),
                Arguments.of("overlap", "{" + good + "," + tensor("b", "F32", "[1]", "[4,8]") + "}", "neither overlap"),
                Arguments.of("same place", "{" + good + "," + tensor("b", "F32", "[2]", "[0,8]") + "}", "overlap"),
                Arguments.of("gap", "{" + tensor("a", "F32", "[1]", "[4,8]") + "}", "leave gaps"),
                Arguments.of("rest", "{" + tensor("a", "F32", "[1]", "[0,4]") + "}", "4 bytes at the end"),
                Arguments.of("twice", "{" + good + "," + good + "}", "'a' appears twice"),
                Arguments.of(
                        "metadata twice",
                        "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}," + good + "}",
                        "'a' appears twice"),
                Arguments.of(
                        "empty, but its other axes overflow",
                        "{" + tensor("a", "F32", "[0,4294967296,4294967296]", "[0,0]") + "}",
                        "more elements"),
                Arguments.of("wrong size", "{" + tensor("a", "F32", "[3]", "[0,8]") + "}", "needs 12 bytes"),
                Arguments.of(
                        "product overflows",
                        "{" + tensor("a", "U8", "[4294967296,4294967296]", "[0,8]") + "}",
                        "more elements"),
                Arguments.of(
                        "product overflows to the right size",
                        "{" + tensor("a", "F32", "[4611686018427387906]", "[0,8]") + "}",
                        "more elements"),
                Arguments.of("axis below 0", "{" + tensor("a", "F32", "[-1,-2]", "[0,8]") + "}", "none below 0"),
                Arguments.of("axis too long", "{" + tensor("a", "F32", "[1e40]", "[0,8]") + "}", "not valid JSON"),
                Arguments.of("fraction", "{" + tensor("a", "F32", "[2.5]", "[0,8]") + "}", "not valid JSON"),
                Arguments.of(
                        "text for a number", "{" + tensor("a", "F32", "[\"2\"]", "[0,8]") + "}", "must hold numbers"),
                Arguments.of("unknown type", "{" + tensor("a", "F4", "[2]", "[0,8]") + "}", "type F4 is not supported"),
                Arguments.of("one offset", "{" + tensor("a", "F32", "[2]", "[8]") + "}", "lacks one of"),
                Arguments.of("three offsets", "{" + tensor("a", "F32", "[2]", "[0,4,8]") + "}", "at most 2 numbers"),
                Arguments.of(
                        "many axes", "{" + tensor("a", "F32", "[" + "1,".repeat(40) + "2]", "[0,8]") + "}", "at most"),
                Arguments.of("no type", "{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", "lacks one of"),
                Arguments.of("not an object", "[" + good + "]", "not valid JSON"),
                Arguments.of("cut off", "{" + good, "not valid JSON"),
                Arguments.of("goes on", "{" + good + "}{}", "not valid JSON"),
                Arguments.of("metadata of numbers", "{\"__metadata__\":{\"a\":[1]}," + good + "}", "not valid JSON"),
                Arguments.of("nested", "{\"a\":" + "[".repeat(100_000) + "}", "not valid JSON"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void refuses(String name, String header, String reason) throws IOException {
        Path path = write(header.length(), header.getBytes(StandardCharsets.UTF_8), 8);

        assertThatThrownBy(() -> Safetensors.open(path))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void refusesAHeaderThatIsNotText() throws IOException {
        Path path = write(4, new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}'}, 0);

        assertThatThrownBy(() -> Safetensors.open(path))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void refusesLengthsOutsideTheFile() throws IOException {
        for (long length : new long[] {0, 1, 3, 1000, SafetensorsHeader.MAX_BYTES + 1, Long.MAX_VALUE, -1}) {
            Path path = write(length, "{}".getBytes(StandardCharsets.UTF_8), 0);
            assertThatThrownBy(() -> Safetensors.open(path))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("header length " + Long.toUnsignedString(length));
        }
    }

    @Test
    void refusesAFileShorterThanItsLengthField() throws IOException {
        for (int size = 0; size < 8; size++) {
            Path path = Files.write(folder.resolve("short"), new byte[size]);
            assertThatThrownBy(() -> Safetensors.open(path)).isInstanceOf(CheckpointException.class);
        }
    }

    private Path write(long length, byte[] header, int dataBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(header);
        return Files.write(folder.resolve("damaged.safetensors"), bytes.array());
    }
}
