package io.vsr4j.quality;

import io.vsr4j.models.WeightsPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder in which a user keeps the published files of learned metrics, under the names they were published with. A
 * {@link WeightsPart} of name {@code alexnet} is any file whose name begins so: {@code alexnet-owt-7be5be79.pth} or
 * {@code alexnet.safetensors}.
 *
 * @param folder where they are; empty if the user has none
 */
public record MetricWeights(Optional<Path> folder) {
    /** No files at all. */
    public static final MetricWeights NONE = new MetricWeights(Optional.empty());

    /**
     * Finds a file.
     *
     * @param metric id of the metric that needs it
     * @param part what it is, and where it comes from
     * @return the file
     * @throws MissingWeightsException if there is none, or more than one
     * @throws IOException if the folder cannot be read
     */
    public Path require(String metric, WeightsPart part) throws IOException {
        List<Path> found = find(part.name());
        if (found.size() == 1) {
            return found.get(0);
        }
        String where = folder.map(f -> " in " + f).orElse("; name its folder with --weights");
        throw new MissingWeightsException(
                found.isEmpty()
                        ? metric + " needs " + part.role() + ", a file that begins with '" + part.name() + "'" + where
                                + ". It comes from " + part.origin()
                        : metric + " needs one file that begins with '" + part.name() + "'" + where + ", found "
                                + found.size() + "; keep one");
    }

    /**
     * Tells whether metrics that need files could run.
     *
     * @param parts what is needed
     * @return whether each is there, once
     * @throws UncheckedIOException if the folder cannot be read
     */
    public boolean hasAll(List<WeightsPart> parts) {
        try {
            for (WeightsPart part : parts) {
                if (find(part.name()).size() != 1) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the folder of weights: " + e.getMessage(), e);
        }
    }

    private List<Path> find(String name) throws IOException {
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.get())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith(name))
                    .sorted()
                    .toList();
        }
    }
}
