package io.vsr4j.models.text;

import ai.djl.Device;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The two folders of a weights folder that read prompts.
 *
 * @param root the weights folder
 * @param config of the text encoder
 */
record TextEncoderFolder(Path root, Config config) {
    private static final List<String> WEIGHTS = List.of("model.safetensors", "model.safetensors.index.json");

    static Path required(Path file) {
        TokenizerFile.require(Files.isRegularFile(file), file, "is missing");
        return file;
    }

    Path tokenizer() {
        return root.resolve("tokenizer");
    }

    private Weights weights() throws IOException {
        Path folder = root.resolve("text_encoder");
        for (String name : WEIGHTS) {
            if (Files.exists(folder.resolve(name))) {
                return Weights.open(folder.resolve(name));
            }
        }
        throw new CheckpointException(folder + " holds no weights; it must have one of " + WEIGHTS);
    }

    /**
     * Loads the text encoder.
     *
     * @param other gives the name that a tensor has in files of another kind
     * @param ignored names of tensors that may be left over
     */
    void load(Network network, Device device, DType dtype, UnaryOperator<String> other, Set<String> ignored)
            throws IOException {
        try (Weights weights = weights()) {
            network.bind(device, dtype, (owner, name, shape, type) -> {
                boolean here =
                        weights.names().contains(name) || !weights.names().contains(other.apply(name));
                return weights.load(owner, here ? name : other.apply(name), shape, type);
            });
            if (!ignored.containsAll(weights.unused())) {
                weights.requireAllUsed();
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
                tokenizer(),
                "gives the token " + most + ", but the text encoder knows " + rows + "; are they of one model?");
    }

    String sha256() throws IOException {
        try (Weights weights = weights()) {
            return weights.sha256();
        }
    }
}
