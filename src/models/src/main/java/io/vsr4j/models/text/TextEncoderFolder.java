package io.vsr4j.models.text;

import ai.djl.Device;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.RenameTable;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The files that read prompts.
 *
 * @param tokenizer folder of the tokenizer
 * @param weights of the text encoder: a checkpoint, or the folder that it is in
 * @param layout from the checkpoint's names to those of the transformers library
 * @param config of the text encoder
 */
record TextEncoderFolder(Path tokenizer, Path weights, RenameTable layout, Config config) {
    private static final String TOKENIZER = "tokenizer";
    private static final String ENCODER = "text_encoder";

    /** The two folders of a weights folder. */
    static TextEncoderFolder of(Path root) throws IOException {
        Path encoder = root.resolve(ENCODER);
        Config config = Config.read(required(encoder.resolve("config.json")));
        return new TextEncoderFolder(root.resolve(TOKENIZER), encoder, RenameTable.EMPTY, config);
    }

    /** {@return whether it is Wan's; else it is Stable Diffusion's} */
    boolean isUmt5() {
        String type = config.text("model_type", "");
        config.require(type.equals("clip_text_model") || type.equals("umt5"), "model_type", "clip_text_model or umt5");
        return type.equals("umt5");
    }

    /** Splits a prompt. */
    PromptTokens tokens(String prompt) throws IOException {
        if (isUmt5()) {
            try (Umt5Tokenizer wan = Umt5Tokenizer.open(tokenizer)) {
                return wan.encode(prompt);
            }
        }
        try (ClipTokenizer clip = ClipTokenizer.open(tokenizer)) {
            return clip.encode(prompt);
        }
    }

    static Path required(Path file) {
        TokenizerFile.require(Files.isRegularFile(file), file, "is missing");
        return file;
    }

    private Weights open() throws IOException {
        return Weights.open(weights).renamed(layout);
    }

    /**
     * Loads the text encoder.
     *
     * @param other gives the name that a tensor has in files of another kind
     * @param ignored names of tensors that may be left over
     */
    void load(Network network, Device device, DType dtype, UnaryOperator<String> other, Set<String> ignored)
            throws IOException {
        try (Weights stored = open()) {
            network.bind(device, dtype, (owner, name, shape, type) -> {
                boolean here = stored.names().contains(name) || !stored.names().contains(other.apply(name));
                return stored.load(owner, here ? name : other.apply(name), shape, type);
            });
            if (!ignored.containsAll(stored.unused())) {
                stored.requireAllUsed();
            }
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** Refuses tokens that the text encoder has no row for. */
    void check(PromptTokens tokens) {
        int rows = config.number("vocab_size");
        long most = Arrays.stream(tokens.ids()).max().orElse(0);
        TokenizerFile.require(
                most < rows,
                tokenizer,
                "gives the token " + most + ", but the text encoder knows " + rows + "; are they of one model?");
    }

    String sha256() throws IOException {
        try (Weights stored = open()) {
            return stored.sha256();
        }
    }
}
