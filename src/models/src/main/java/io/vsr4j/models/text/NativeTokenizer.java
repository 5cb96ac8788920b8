package io.vsr4j.models.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.djl.util.Utils;
import com.google.gson.JsonObject;
import io.vsr4j.tensor.CheckpointException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;

/**
 * Hugging Face's tokenizer, run natively. It gives the tokens of a text and no more: what begins, ends, cuts and pads
 * them is the business of its callers. A description that is wrong in the wrong place ends the process in there, so
 * callers check it first.
 */
final class NativeTokenizer implements AutoCloseable {
    private static final Map<String, String> PLAIN =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    private final HuggingFaceTokenizer tokenizer;

    private NativeTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * @param name what to call it in messages
     * @param description as in a {@code tokenizer.json}, checked
     */
    static NativeTokenizer of(String name, JsonObject description) {
        byte[] json = description.toString().getBytes(StandardCharsets.UTF_8);
        Library.load();
        try {
            return new NativeTokenizer(HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), PLAIN));
        } catch (IOException | RuntimeException e) {
            throw new CheckpointException(name + " does not describe a tokenizer: " + e.getMessage(), e);
        }
    }

    /** {@return the tokens of a text} */
    long[] ids(String text) {
        return tokenizer.encode(text, false, false).getIds();
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /** Initialised by the virtual machine on first use, once. */
    private static final class Library {
        static {
            // From the class path only; the builds for CUDA, which would be downloaded, tokenize no faster.
            System.setProperty("ai.djl.offline", "true");
            System.setProperty("RUST_FLAVOR", "cpu");
            Path cache = Utils.getEngineCacheDir("tokenizers");
            try {
                Files.createDirectories(cache);
                // Only one process at a time unpacks: DJL does not expect another one to have finished meanwhile.
                try (FileChannel file = FileChannel.open(
                                cache.resolve("unpack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = file.lock()) {
                    Objects.requireNonNull(TokenizersLibrary.LIB);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "cannot unpack the tokenizer into " + cache + "; set DJL_CACHE_DIR to a writable folder", e);
            }
        }

        private static void load() {}
    }
}
