package io.vsr4j.models.ultravsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.text.PromptEncoder;
import io.vsr4j.models.text.PromptFile;
import io.vsr4j.models.text.PromptTokens;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The words that the UNet is told: those kept in the folder, usually none, or a user's, which the folder's own text encoder
 * reads. Not in the paper: both, in place of what a tagger sees in each frame.
 */
final class TextPrompt {
    static final String FILE = "prompt.safetensors";
    static final String ENCODER = "text_encoder";
    static final String TOKENIZER = "tokenizer";

    /** Rows of a prompt: CLIP's tokens. */
    static final int ROWS = 77;

    private TextPrompt() {}

    /** The kept one, {@code [1, S, E]}, as it was kept. The scope owns it; width is that of a row. */
    static NDArray kept(WeightsFolder folder, NDManager scope, int width) throws IOException {
        return PromptFile.read(scope, folder.root().resolve(FILE), ROWS, width).embedding();
    }

    /**
     * A user's, {@code [1, S, E]} in single precision. The text encoder is in memory meanwhile, beside no other network if
     * this is done first.
     */
    static NDArray read(WeightsFolder folder, NDManager scope, int width, String words) throws IOException {
        requireEncoder(folder.root());
        Device device = scope.getDevice();
        try (PromptEncoder encoder = PromptEncoder.open(folder.root(), device, DType.F32)) {
            if (encoder.width() != width) {
                throw new CheckpointException(folder.root().resolve(ENCODER) + " gives rows of " + encoder.width()
                        + ", but the UNet takes " + width + "; are they of one model?");
            }
            return encoder.encode(scope, whole(encoder.tokens(words)));
        }
    }

    /** {@return what is equal for prompts that give equal results} Loads no network. */
    static String fingerprint(WeightsFolder folder, Optional<String> words) throws IOException {
        if (words.isEmpty()) {
            return folder.sha256(FILE);
        }
        Path root = folder.root();
        requireEncoder(root);
        PromptTokens tokens = whole(PromptEncoder.tokens(root, words.get()));
        String read = PromptEncoder.sha256(root) + Arrays.toString(tokens.ids());
        return Sha256.of(ByteBuffer.wrap(read.getBytes(StandardCharsets.US_ASCII)));
    }

    private static PromptTokens whole(PromptTokens tokens) {
        if (tokens.dropped() > 0) {
            throw new IllegalArgumentException("--prompt has " + tokens.dropped()
                    + " tokens more than the text encoder reads, which are " + tokens.ids().length
                    + " with begin and end; shorten it");
        }
        return tokens;
    }

    private static void requireEncoder(Path root) {
        if (!canRead(root)) {
            throw new CheckpointException(root + " has no " + ENCODER + " and " + TOKENIZER
                    + ", which read --prompt; copy these folders of Stable Diffusion 2.1 there, or leave out --prompt");
        }
    }

    /** {@return whether a folder can read prompts} */
    static boolean canRead(Path root) {
        return Files.isDirectory(root.resolve(ENCODER)) && Files.isDirectory(root.resolve(TOKENIZER));
    }
}
