package io.vsr4j.models;

import ai.djl.ndarray.NDArray;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Sha256;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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
    private static final String SUMS = "SHA256SUMS";
    private static final String TENSORS = "diffusion_pytorch_model";
    private static final long MAX_COPIED_BYTES = 1 << 20;
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

    /**
     * Takes over a folder of the same model, but for components that are new. Tensors are not copied where the file system
     * has hard links.
     *
     * @param from the folder
     * @param replaced components that are not taken over
     * @throws IOException if a file cannot be read or written
     */
    public void keep(WeightsFolder from, Set<String> replaced) throws IOException {
        Set<Path> skipped = new HashSet<>(
                Set.of(from.root().resolve(WeightsFolder.INDEX), from.root().resolve(SUMS)));
        replaced.forEach(component -> skipped.add(from.root().resolve(component)));
        try (Stream<Path> entries = Files.walk(from.root(), FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : entries.filter(Files::isRegularFile).toList()) {
                if (skipped.stream().noneMatch(file::startsWith)) {
                    Path copy = partial.resolve(from.root().relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    keep(file.toRealPath(), copy);
                }
            }
        }
    }

    private static void keep(Path file, Path place) throws IOException {
        // Whoever edits a configuration means one folder.
        if (Files.size(file) > MAX_COPIED_BYTES) {
            try {
                Files.createLink(place, file);
                return;
            } catch (UnsupportedOperationException | FileSystemException e) {
                // Another file system, or one without links: copied.
            }
        }
        Files.copy(file, place);
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
        Files.writeString(partial.resolve(SUMS), sums);
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
