package io.vsr4j.models;

import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of weights in diffusers' arrangement: {@code model_index.json} says whose they are, and each component has a
 * folder with its {@code config.json} and its tensors, in one safetensors file or in shards with an index.
 */
public final class WeightsFolder {
    static final String INDEX = "model_index.json";
    static final String MODEL = "_class_name";
    static final String CONFIG = "config.json";

    private final Path root;
    private final String model;

    private WeightsFolder(Path root, String model) {
        this.root = root;
        this.model = model;
    }

    /**
     * Opens a folder.
     *
     * @param root the folder
     * @return the folder
     * @throws CheckpointException if there is no such folder, or it holds no weights
     * @throws IOException if it cannot be read
     */
    public static WeightsFolder open(Path root) throws IOException {
        Path index = root.resolve(INDEX);
        if (!Files.isRegularFile(index)) {
            throw new CheckpointException(
                    root + " is no weights folder: it has no " + INDEX + "; 'vsr models' says how to get one");
        }
        return new WeightsFolder(root, Config.read(index).text(MODEL, ""));
    }

    /**
     * Opens a folder.
     *
     * @param root the folder
     * @param model whose weights it must hold: a card's id
     * @return the folder
     * @throws CheckpointException if there is no such folder, or it holds another model's weights
     * @throws IOException if it cannot be read
     */
    public static WeightsFolder open(Path root, String model) throws IOException {
        WeightsFolder folder = open(root);
        if (!folder.model.equals(model)) {
            throw new CheckpointException(root.resolve(INDEX) + ": the weights are of '" + folder.model + "', not of '"
                    + model + "'; choose another folder of weights");
        }
        return folder;
    }

    /** {@return whose weights they are} */
    public String model() {
        return model;
    }

    /**
     * Lists the components.
     *
     * @return their names, in order
     * @throws IOException if the folder cannot be read
     */
    public List<String> components() throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve(CONFIG)))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** {@return where it lies} */
    public Path root() {
        return root;
    }

    /**
     * Tells whether a component is there.
     *
     * @param component its name, such as {@code unet}
     * @return whether it has a folder
     */
    public boolean has(String component) {
        return Files.isDirectory(root.resolve(component));
    }

    /**
     * Reads a component's configuration.
     *
     * @param component its name
     * @return its {@code config.json}
     * @throws CheckpointException if it has none
     * @throws IOException if it cannot be read
     */
    public Config config(String component) throws IOException {
        Path file = root.resolve(component).resolve(CONFIG);
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException(root + " lacks the component '" + component + "': there is no " + file);
        }
        return Config.read(file);
    }

    /**
     * Opens a component's tensors.
     *
     * @param component its name
     * @return its tensors; close them
     * @throws CheckpointException if it has none, or they are damaged
     * @throws IOException if they cannot be read
     */
    public Weights weights(String component) throws IOException {
        return Weights.open(root.resolve(component));
    }

    /**
     * Hashes a file that lies beside the components.
     *
     * @param file its name
     * @return its SHA-256
     * @throws CheckpointException if there is none
     * @throws IOException if it cannot be read
     */
    public String sha256(String file) throws IOException {
        Path path = root.resolve(file);
        if (!Files.isRegularFile(path)) {
            throw new CheckpointException(root + " lacks the file " + file);
        }
        return Sha256.of(path);
    }

    /**
     * Counts learned numbers.
     *
     * @return those of all components
     * @throws CheckpointException if a component has no tensors, or they are damaged
     * @throws IOException if they cannot be read
     */
    public long parameters() throws IOException {
        long count = 0;
        for (String component : components()) {
            try (Weights weights = weights(component)) {
                for (String name : weights.names()) {
                    count += weights.shape(name).size();
                }
            }
        }
        return count;
    }

    /**
     * Tells weights apart: two folders with one fingerprint give the same results.
     *
     * @param components that are in use, in any order
     * @return SHA-256 over their configurations and tensors
     * @throws IOException if they cannot be read
     */
    public String fingerprint(String... components) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String component : Arrays.stream(components).sorted().toList()) {
            all.append(component).append('\n').append(config(component).json()).append('\n');
            try (Weights weights = weights(component)) {
                all.append(weights.sha256()).append('\n');
            }
        }
        return Sha256.of(ByteBuffer.wrap(all.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
