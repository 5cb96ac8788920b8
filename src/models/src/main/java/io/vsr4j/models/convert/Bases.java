package io.vsr4j.models.convert;

import io.vsr4j.tensor.CheckpointException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a base must have. */
final class Bases {
    private Bases() {}

    /**
     * Finds a file.
     *
     * @param folder of the base
     * @param file in it
     * @param origin where a user gets it
     * @return its path
     * @throws CheckpointException if it is not there
     */
    static Path require(Path folder, String file, String origin) {
        Path path = folder.resolve(file);
        if (!Files.isRegularFile(path)) {
            throw new CheckpointException(folder + " lacks " + file + " " + origin);
        }
        return path;
    }
}
