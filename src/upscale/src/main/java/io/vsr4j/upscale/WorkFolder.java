package io.vsr4j.upscale;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder {@code OUT.vsr-work} beside an output, which keeps the plan and the finished chunks of a run until the output
 * is in its place. A chunk is there whole or not at all, so whatever ends a run, the next one goes on from what is there.
 *
 * <p>One process at a time may hold it.
 */
final class WorkFolder implements AutoCloseable {
    private static final String PLAN = "plan.json";

    private final Path folder;
    private final FileChannel lockFile;

    private WorkFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /** {@return where the work for an output is kept} */
    static Path of(Path out) {
        return out.resolveSibling(out.getFileName() + ".vsr-work");
    }

    /**
     * Opens the folder for a plan, new or to go on.
     *
     * @param out the output
     * @param plan what is to be done
     * @param resume whether finished chunks of an earlier run may be used
     * @throws InvalidRequestException if there is work that is not this plan's, or that was not asked for
     */
    static WorkFolder open(Path out, UpscalePlan plan, boolean resume) throws IOException {
        WorkFolder work = lock(out);
        try {
            work.settle(out, plan, resume);
            return work;
        } catch (IOException | RuntimeException e) {
            work.close();
            throw e;
        }
    }

    private static WorkFolder lock(Path out) throws IOException {
        Path folder = of(out);
        Files.createDirectories(folder);
        Path file = folder.resolve("lock");
        FileChannel lockFile = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        // The lock of a process that finished just now is gone from the folder, and holds nobody off.
        if (lock == null || !Files.exists(file)) {
            lockFile.close();
            throw new InvalidRequestException("another process is working on " + out + "; wait for it or stop it");
        }
        return new WorkFolder(folder, lockFile);
    }

    /** {@return whether there is a plan: work that was begun and whose output is not yet known to be in its place} */
    static boolean isBegun(Path out) {
        return Files.exists(of(out).resolve(PLAN));
    }

    private void settle(Path out, UpscalePlan plan, boolean resume) throws IOException {
        Path file = folder.resolve(PLAN);
        if (Files.exists(file)) {
            List<String> differences;
            try {
                differences = UpscalePlan.fromJson(Files.readString(file)).differencesTo(plan);
            } catch (IllegalArgumentException | CharacterCodingException e) {
                differences = List.of("its " + PLAN + " cannot be read");
            }
            boolean anyDone = anyChunk();
            if (anyDone && !resume) {
                throw new InvalidRequestException(
                        folder + " holds finished chunks of an interrupted run; continue it with"
                                + " --resume, or delete that folder to start over");
            }
            if (anyDone && !differences.isEmpty()) {
                throw new InvalidRequestException("cannot resume " + out + ": " + String.join("; ", differences)
                        + "; repeat the settings of the interrupted run, or delete " + folder + " to start over");
            }
            if (differences.isEmpty()) {
                sweep();
                return;
            }
        }
        clear();
        Path part = folder.resolve(PLAN + ".part");
        Files.writeString(part, plan.toJson(), StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private boolean anyChunk() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(f -> f.getFileName().toString().matches("chunk-\\d+"));
        }
    }

    /** Deletes what a killed process had not finished. */
    private void sweep() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("."))
                    .toList()) {
                delete(file);
            }
        }
    }

    /** {@return where a chunk is kept; there is something of that name only if it is finished} */
    Path chunk(Chunk chunk) {
        return folder.resolve(String.format(Locale.ROOT, "chunk-%05d", chunk.index()));
    }

    /** {@return where the number of a chunk's damaged frames is kept} */
    Path damage(Chunk chunk) {
        return folder.resolve(String.format(Locale.ROOT, "damage-%05d", chunk.index()));
    }

    /** {@return what has been measured of shots, each kept as soon as it is put there} */
    Map<Integer, List<Float>> shots() throws IOException {
        return KeptShots.open(folder.resolve("shots.json"));
    }

    /** {@return where the output is made} */
    Path joined(Path out) {
        return folder.resolve(out.getFileName());
    }

    /** {@return whether a chunk is finished} */
    boolean has(Chunk chunk) {
        return Files.exists(chunk(chunk));
    }

    /** Deletes all but the lock. Without its plan, what is left if this is interrupted is used by nobody. */
    private void clear() throws IOException {
        Files.deleteIfExists(folder.resolve(PLAN));
        try (Stream<Path> all = Files.list(folder)) {
            for (Path path : all.filter(p -> !p.endsWith("lock")).toList()) {
                delete(path);
            }
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    /**
     * Removes what is left of a run that ended while it removed its work.
     *
     * @param out the output, complete
     */
    static void removeLeftover(Path out) throws IOException {
        if (Files.isDirectory(of(out)) && !isBegun(out)) {
            try (WorkFolder work = lock(out)) {
                work.remove();
            }
        }
    }

    /** Removes the folder if there is no finished chunk to be kept. */
    void removeIfNothingIsDone() throws IOException {
        if (Files.exists(folder) && !anyChunk()) {
            remove();
        }
    }

    /** Removes the folder and all that is in it. */
    void remove() throws IOException {
        clear();
        Files.deleteIfExists(folder.resolve("lock"));
        Files.deleteIfExists(folder);
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
