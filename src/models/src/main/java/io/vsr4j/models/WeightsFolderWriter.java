package io.vsr4j.models;

import ai.djl.ndarray.NDArray;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Sha256;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a {@link WeightsFolder}, with the SHA-256 of every file in {@code SHA256SUMS}. It appears under its name when it
 * is complete, or not at all:
 *
 * <pre>{@code
 * try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, "oasis")) {
 *     folder.component("transformer", config, tensors);
 *     folder.publish();
 * }
 * }</pre>
 */
public final class WeightsFolderWriter implements AutoCloseable {
    private static final String TENSORS = "diffusion_pytorch_model";
    private static final long MAX_SHARD_BYTES = 5L << 30;

    private final Path target;
    private final Path partial;

    private WeightsFolderWriter(Path target, Path partial) {
        this.target = target;
        this.partial = partial;
    }

    /**
     * Begins a folder.
     *
     * @param target where it will be; nothing may be there yet
     * @param model whose weights they are: a card's id
     * @return the writer
     * @throws CheckpointException if something is there
     * @throws IOException if it cannot be written
     */
    public static WeightsFolderWriter create(Path target, String model) throws IOException {
        Path whole = target.toAbsolutePath();
        if (Files.exists(whole)) {
            throw new CheckpointException(target + " exists already; choose another -o, or remove it");
        }
        Files.createDirectories(whole.getParent());
        Path partial = Files.createTempDirectory(whole.getParent(), "." + whole.getFileName() + ".");
        JsonObject index = new JsonObject();
        index.addProperty(WeightsFolder.MODEL, model);
        WeightsFolderWriter writer = new WeightsFolderWriter(whole, partial);
        writer.json(partial.resolve(WeightsFolder.INDEX), index);
        return writer;
    }

    /**
     * Adds a component.
     *
     * @param name of its folder
     * @param config its sizes
     * @param tensors by name
     * @throws IOException if it cannot be written
     */
    public void component(String name, JsonObject config, Map<String, NDArray> tensors) throws IOException {
        Path folder = Files.createDirectory(partial.resolve(name));
        json(folder.resolve(WeightsFolder.CONFIG), config);
        SafetensorsWriter.writeShards(folder, TENSORS, tensors, Map.of("format", "pt"), MAX_SHARD_BYTES);
    }

    /** {@return where files beside the components can be put before the folder is published} */
    public Path files() {
        return partial;
    }

    /**
     * Writes the sums and gives the folder its name.
     *
     * @throws IOException if it cannot be written
     */
    public void publish() throws IOException {
        StringBuilder sums = new StringBuilder();
        try (Stream<Path> files = Files.walk(partial)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                sums.append(Sha256.of(file))
                        .append("  ")
                        .append(partial.relativize(file))
                        .append('\n');
            }
        }
        Files.writeString(partial.resolve("SHA256SUMS"), sums);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private void json(Path file, JsonObject object) throws IOException {
        Files.writeString(file, new GsonBuilder().setPrettyPrinting().create().toJson(object) + "\n");
    }

    /** Removes what has not been published. */
    @Override
    public void close() throws IOException {
        if (!Files.exists(partial)) {
            return;
        }
        Files.walkFileTree(partial, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
