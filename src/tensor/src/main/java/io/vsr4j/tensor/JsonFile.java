package io.vsr4j.tensor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads the JSON beside a checkpoint, such as a {@code config.json}, as an enemy's: bounded in bytes and in how many
 * values they unfold into, strict, one object and nothing after it.
 */
public final class JsonFile {
    /** What a value with its comma needs at least, on average, in any such file. */
    private static final int BYTES_OF_VALUE = 8;

    private JsonFile() {}

    /**
     * Reads a file that holds one object.
     *
     * @param file a regular file
     * @param maxBytes how long it may be
     * @return the object
     * @throws CheckpointException if it is longer, or no such file
     * @throws IOException if it cannot be read
     */
    public static JsonObject object(Path file, int maxBytes) throws IOException {
        String text = text(file, maxBytes);
        long values = text.chars().filter(c -> c == ',' || c == '[' || c == '{').count();
        if (values > maxBytes / BYTES_OF_VALUE) {
            throw new CheckpointException(
                    file + " holds " + values + " values; at most " + maxBytes / BYTES_OF_VALUE + " are read");
        }
        try (JsonReader in = new JsonReader(new StringReader(text))) {
            in.setStrictness(Strictness.STRICT);
            JsonElement whole = JsonParser.parseReader(in);
            if (!whole.isJsonObject()) {
                throw new CheckpointException(file + " is not a JSON object");
            }
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new CheckpointException(file + " goes on after its closing brace");
            }
            return whole.getAsJsonObject();
        } catch (JsonParseException | IOException e) {
            throw new CheckpointException(file + " is not valid JSON: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a file of text.
     *
     * @param file a regular file
     * @param maxBytes how long it may be
     * @return what it says
     * @throws CheckpointException if it is longer, no regular file, or not UTF-8
     * @throws IOException if it cannot be read
     */
    public static String text(Path file, int maxBytes) throws IOException {
        MappedFile bytes = MappedFile.of(file);
        if (bytes.size() > maxBytes) {
            throw new CheckpointException(file + " has " + bytes.size() + " bytes; at most " + maxBytes + " are read");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.bytes(0, (int) bytes.size()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CheckpointException(file + " is not UTF-8", e);
        }
    }
}
