package io.vsr4j.training.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder of a training, which one process at a time writes into. */
final class TrainingFolder implements AutoCloseable {
    private final Path root;
    private final FileChannel lockFile;

    /**
     * @param root made if it is not there
     * @throws IllegalArgumentException if another process trains there
     */
    TrainingFolder(Path root) throws IOException {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new IllegalArgumentException(root + " is no folder; name another");
        }
        this.root = root;
        Files.createDirectories(root);
        lockFile = FileChannel.open(root.resolve("lock"), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            if (lockFile.tryLock() == null) {
                throw new OverlappingFileLockException();
            }
        } catch (OverlappingFileLockException e) {
            lockFile.close();
            throw new IllegalArgumentException(
                    "another training writes into " + root + "; wait for its end, or name another folder", e);
        }
    }

    /**
     * Makes sure that a training that begins here replaces nothing: it ends by writing its weights.
     *
     * @throws IllegalArgumentException if there are weights already, which cannot be this training's
     */
    void requireNoOther() {
        if (Files.exists(weights())) {
            throw new IllegalArgumentException(root + " holds " + weights().getFileName()
                    + ", but no checkpoint of the training that made it; move it away, or name another folder");
        }
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path log() {
        return root.resolve("log.csv");
    }

    Path page() {
        return root.resolve("log.html");
    }

    Path weights() {
        return root.resolve("weights");
    }

    /** Where the weights are while they are written. */
    Path newWeights() {
        return root.resolve(".weights");
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
