package io.vsr4j.quality.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Locale;
import java.util.UUID;

/**
 * Where a report goes. It appears there whole or not at all, and takes the place of an earlier one.
 *
 * @param path ends in {@code .html}, so that a slip of the pen costs no video
 */
public record ReportFile(Path path) {
    /**
     * Refuses what cannot become a report, before any work is put into it.
     *
     * @param inputs files that must not be replaced
     * @throws IllegalArgumentException if it is no place for a report
     * @throws IOException if that cannot be found out
     */
    public void check(Collection<Path> inputs) throws IOException {
        String name =
                path.getFileName() == null ? "" : path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".html") && !name.endsWith(".htm")) {
            throw new IllegalArgumentException(
                    "the report '" + path + "' is a page; give it a name that ends in .html");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "cannot write the report " + path + ": there is no folder " + folder + "; make it first");
        }
        if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException("cannot write the report " + path + ": no permission to write into "
                    + folder + "; name another place");
        }
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException("the report " + path + " is a folder; name a file");
        }
        for (Path input : inputs) {
            if (Files.exists(path) && Files.isSameFile(path, input)) {
                throw new IllegalArgumentException("the report " + path + " is an input; name another place");
            }
        }
    }

    /** Writes the page. */
    void write(String page) throws IOException {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        Path part = path.resolveSibling(".report." + unique + ".part"); // the name may be as long as names may be
        try {
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                var bytes = StandardCharsets.UTF_8.encode(page);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
