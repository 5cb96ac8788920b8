package io.vsr4j.models.text;

import com.google.gson.JsonObject;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the files of a tokenizer as an enemy's: bounded in bytes, and in how many values they unfold into. */
final class TokenizerFile {
    /** UMT5's has 17 million bytes and 256 thousand pieces. */
    private static final int MAX_BYTES = 32 << 20;

    private TokenizerFile() {}

    /** {@return the object that a file holds} */
    static JsonObject json(Path file) throws IOException {
        require(Files.isRegularFile(file), file, "is missing");
        return JsonFile.object(file, MAX_BYTES);
    }

    /** {@return what a file says} */
    static String text(Path file) throws IOException {
        require(Files.isRegularFile(file), file, "is missing");
        return JsonFile.text(file, MAX_BYTES);
    }

    /** Refuses a file. */
    static void require(boolean holds, Object file, String otherwise) {
        if (!holds) {
            throw new CheckpointException(file + " " + otherwise);
        }
    }
}
