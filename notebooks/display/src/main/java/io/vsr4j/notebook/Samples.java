package io.vsr4j.notebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where notebooks find things, whatever folder of the repository they run in, and where their results go. */
public final class Samples {
    private static final Path VIDEO = Path.of("samples", "big-buck-bunny-320x180.mp4");
    private static Path work;

    private Samples() {}

    /**
     * {@return the sample: 96 frames of 320x180 with one cut}
     *
     * @throws IllegalStateException if the working directory lies outside the repository
     */
    public static Path video() {
        return repository().resolve(VIDEO);
    }

    /**
     * {@return the root of the repository, found upwards from the working directory}
     *
     * @throws IllegalStateException if the working directory lies outside
     */
    public static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(VIDEO))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "no folder above " + here + " holds " + VIDEO + "; run notebooks inside the repository");
    }

    /**
     * {@return a path in a temporary folder, which goes when the kernel ends; folders above it are made}
     *
     * @param name file or folder, for example {@code "upscaled.mp4"}
     */
    public static synchronized Path result(String name) {
        try {
            if (work == null) {
                work = Files.createTempDirectory("vsr4j-notebook-");
                Path folder = work;
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            }
            Path path = work.resolve(name).normalize();
            if (!path.startsWith(work) || path.equals(work)) {
                throw new IllegalArgumentException("a result must be named below " + work + ", got '" + name + "'");
            }
            Files.createDirectories(path.getParent());
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println(folder + " is left: " + e.getMessage());
        }
    }
}
