package io.vsr4j.models.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.vsr4j.tensor.CheckpointException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the files of a tokenizer as an enemy's: bounded in bytes, and in how many values they unfold into. */
final class TokenizerFile {
    /** UMT5's has 17 million bytes and 256 thousand pieces. */
    private static final long MAX_BYTES = 64 << 20;

    private static final int MAX_VALUES = 4_000_000;

    private TokenizerFile() {}

    /** {@return the object that a file holds} */
    static JsonObject json(Path file) throws IOException {
        String text = text(file);
        long values = text.chars().filter(c -> c == ',' || c == '[' || c == '{').count();
        require(values <= MAX_VALUES, file, "holds more than " + MAX_VALUES + " values, which no tokenizer has");
        try (JsonReader in = new JsonReader(new StringReader(text))) {
            in.setStrictness(Strictness.STRICT);
            JsonElement whole = JsonParser.parseReader(in);
            require(whole.isJsonObject(), file, "is not a JSON object");
            require(in.peek() == JsonToken.END_DOCUMENT, file, "goes on after its closing brace");
            return whole.getAsJsonObject();
        } catch (JsonParseException | IOException e) {
            throw new CheckpointException(file + " is not valid JSON: " + e.getMessage(), e);
        }
    }

    /** {@return what a file says} */
    static String text(Path file) throws IOException {
        require(Files.isRegularFile(file), file, "is missing");
        long bytes = Files.size(file);
        require(bytes <= MAX_BYTES, file, "has " + bytes + " bytes; a tokenizer's file has at most " + MAX_BYTES);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CheckpointException(file + " is not UTF-8", e);
        }
    }

    /** Refuses a file. */
    static void require(boolean holds, Object file, String otherwise) {
        if (!holds) {
            throw new CheckpointException(file + " " + otherwise);
        }
    }
}
