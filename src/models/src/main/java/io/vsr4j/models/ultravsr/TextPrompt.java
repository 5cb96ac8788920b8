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

/**
 * The words that the UNet is told: those kept in the folder, usually none, or a user's, which the folder's own text encoder
 * reads. Not in the paper: both, in place of what a tagger sees in each frame.
 *
 * @param embedding {@code [1, S, E]}, in single precision or as it was kept
 * @param fingerprint equal ones give equal results
 */
record TextPrompt(NDArray embedding, String fingerprint) {
    static final String FILE = "prompt.safetensors";
    static final String ENCODER = "text_encoder";
    static final String TOKENIZER = "tokenizer";

    /** Rows of a prompt: CLIP's tokens. */
    static final int ROWS = 77;

    /** The kept one. The scope owns it; width is that of a row. */
    static TextPrompt kept(WeightsFolder folder, NDManager scope, int width) throws IOException {
        Path file = folder.root().resolve(FILE);
        return new TextPrompt(PromptFile.read(scope, file, ROWS, width).embedding(), Sha256.of(file));
    }

    /** A user's. The text encoder is in memory meanwhile, beside no other network if this is done first. */
    static TextPrompt read(WeightsFolder folder, NDManager scope, int width, String words) throws IOException {
        if (!canRead(folder.root())) {
            throw new CheckpointException(folder.root() + " has no " + ENCODER + " and " + TOKENIZER
                    + ", which read --prompt; copy these folders of Stable Diffusion 2.1 there, or leave out --prompt");
        }
        Device device = scope.getDevice();
        try (PromptEncoder encoder = PromptEncoder.open(folder.root(), device, DType.F32)) {
            if (encoder.width() != width) {
                throw new CheckpointException(folder.root().resolve(ENCODER) + " gives rows of " + encoder.width()
                        + ", but the UNet takes " + width + "; are they of one model?");
            }
            PromptTokens tokens = encoder.tokens(words);
            if (tokens.dropped() > 0) {
                throw new IllegalArgumentException("--prompt has " + tokens.dropped()
                        + " tokens more than the text encoder reads, which are " + tokens.ids().length
                        + " with begin and end; shorten it");
            }
            String read = encoder.sha256() + Arrays.toString(tokens.ids());
            return new TextPrompt(
                    encoder.encode(scope, tokens),
                    Sha256.of(ByteBuffer.wrap(read.getBytes(StandardCharsets.US_ASCII))));
        }
    }

    /** {@return whether a folder can read prompts} */
    static boolean canRead(Path root) {
        return Files.isDirectory(root.resolve(ENCODER)) && Files.isDirectory(root.resolve(TOKENIZER));
    }
}
