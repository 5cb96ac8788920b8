package io.vsr4j.training;

import io.vsr4j.tensor.Sha256;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;

/**
 * The folders that a recipe's setting {@code data} names, for whoever must know whether their files are still the same.
 *
 * @param folders in their order
 */
public record DataFolders(List<Path> folders) {
    private static final int DEEPEST = 16;

    /** {@return those of a recipe} */
    public static DataFolders of(Settings settings) {
        return new DataFolders(Arrays.stream(settings.text("data").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .toList());
    }

    /**
     * {@return a hash of all files' names and sizes: the same for a copy elsewhere}
     *
     * @throws IOException if a folder cannot be listed
     */
    public String names() throws IOException {
        return hash(false);
    }

    /**
     * {@return a hash of all files' names, sizes and times: another one after any change}
     *
     * @throws IOException if a folder cannot be listed
     */
    public String states() throws IOException {
        return hash(true);
    }

    private String hash(boolean times) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path folder : folders) {
            TreeSet<String> lines = new TreeSet<>();
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    lines.add(folder.relativize(file).toString().replace('\\', '/')
                            + ' '
                            + attributes.size()
                            + (times ? " " + attributes.lastModifiedTime() : ""));
                    return FileVisitResult.CONTINUE;
                }

                /** What cannot be read, or leads back to where one came from. */
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
            all.append(lines.size()).append('\n');
            lines.forEach(line -> all.append(line).append('\n'));
        }
        return Sha256.of(ByteBuffer.wrap(all.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
