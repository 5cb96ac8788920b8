package io.vsr4j.models.text;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
     * @param copies names of tensors that a file may have a second time, and their first name
     * @param ignored names of tensors that mean nothing
     */
    void load(Network network, Device device, DType dtype, Map<String, String> copies, Set<String> ignored)
            throws IOException {
        try (Weights weights = weights()) {
            network.bind(device, dtype, (owner, name, shape, type) -> load(weights, copies, owner, name, shape, type));
            Set<String> left = new TreeSet<>(weights.unused());
            left.removeAll(copies.keySet());
            left.removeAll(ignored);
            if (!left.isEmpty()) {
                weights.requireAllUsed();
            }
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static NDArray load(
            Weights weights, Map<String, String> copies, NDManager owner, String name, Shape shape, DType type) {
        boolean here = weights.names().contains(name);
        String stored = here ? name : copy(weights, copies, name);
        return weights.load(owner, stored, shape, type);
    }

    private static String copy(Weights weights, Map<String, String> copies, String name) {
        return copies.keySet().stream()
                .filter(copy -> copies.get(copy).equals(name) && weights.names().contains(copy))
                .findFirst()
                .orElse(name);
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
