package io.vsr4j.media;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Makes a file appear under its name whole or not at all. */
final class Publish {
    private Publish() {}

    /** {@return a name next to the final one that nobody else uses} */
    static Path partOf(Path file) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        return file.resolveSibling("." + file.getFileName() + "." + unique + ".part");
    }

    /** Refuses an output that cannot become one, before work is put into it. */
    static void checkTarget(Path file, boolean overwrite) throws IOException {
        Path folder = folderOf(file);
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder to write into");
        }
        if (Files.isDirectory(file)) {
            throw new FileAlreadyExistsException(file.toString(), null, "is a folder; name a file");
        }
        if (!overwrite && Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString(), null, "exists; ask to overwrite it, or name another");
        }
    }

    /**
     * Moves a finished file to its name, so that after a power cut either it is there with all its bytes, or is not.
     *
     * @param part the finished file, closed
     * @param file its final name
     * @param overwrite whether a file of that name may be replaced
     */
    static void move(Path part, Path file, boolean overwrite) throws IOException {
        try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        if (overwrite) {
            replace(part, file);
        } else {
            claim(part, file);
        }
        syncFolder(folderOf(file));
    }

    private static void replace(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("cannot write " + file + ": its file system cannot rename in one step", e);
        }
    }

    /** An atomic move replaces what is there; a hard link does not, and is as atomic. */
    private static void claim(Path part, Path file) throws IOException {
        try {
            Files.createLink(file, part);
        } catch (FileAlreadyExistsException e) {
            throw new FileAlreadyExistsException(
                    file.toString(), null, "appeared meanwhile; ask to overwrite it, or name another");
        } catch (UnsupportedOperationException | FileSystemException e) {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString(), null, "appeared meanwhile");
            }
            replace(part, file);
            return;
        }
        Files.delete(part);
    }

    /** Deletes a file that is not to be, whatever state it is in. */
    static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // It bears a temporary name; what made the caller give up is worth more than this.
        }
    }

    /** {@return the reason that an exception of a file gives, without the name of a temporary file} */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException failed) {
            return failed.getReason() != null
                    ? failed.getReason()
                    : e.getClass().getSimpleName();
        }
        return e.getMessage();
    }

    private static Path folderOf(Path file) {
        return file.toAbsolutePath().getParent();
    }

    /** Makes renames in a folder durable. */
    static void syncFolder(Path folder) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return; // folders cannot be opened there
        }
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
