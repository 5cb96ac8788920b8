package io.vsr4j.functions;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a worker makes files. It holds the folder by a lock beside it; folders whose lock nobody holds are those of workers
 * that were killed, and are deleted.
 */
final class TemporaryFolder implements AutoCloseable {
    private static final String LOCK = ".lock";

    private final FileChannel lock;

    private TemporaryFolder(FileChannel lock) {
        this.lock = lock;
    }

    /**
     * Takes a folder, and clears away what others left beside it.
     *
     * @throws IllegalArgumentException if another worker has it
     */
    static TemporaryFolder open(Path folder) throws IOException {
        Path all = folder.toAbsolutePath().getParent();
        Files.createDirectories(all);
        FileChannel lock = lock(lockOf(folder));
        if (lock == null) {
            throw new IllegalArgumentException("another worker has the temporary folder " + folder
                    + "; give each a name of its own with vsr.worker, or a folder with vsr.temporary");
        }
        delete(folder);
        for (Path file : list(all)) {
            String name = file.getFileName().toString();
            if (name.endsWith(LOCK) && !file.equals(lockOf(folder.toAbsolutePath()))) {
                clear(file.resolveSibling(name.substring(0, name.length() - LOCK.length())));
            }
        }
        return new TemporaryFolder(lock);
    }

    private static Path lockOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK);
    }

    private static void clear(Path folder) throws IOException {
        try (FileChannel lock = lock(lockOf(folder))) {
            if (lock != null) {
                delete(folder);
                Files.deleteIfExists(lockOf(folder));
            }
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // This process holds it.
        }
        if (lock == null) {
            channel.close();
            return null;
        }
        return channel;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
