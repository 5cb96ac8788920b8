package io.vsr4j.upscale;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives finished files in the work folder the names that they are made for, by hard links: whatever ends a run on the way,
 * the next one can tell the files that it has to replace or to refuse from those that are in their place already.
 */
final class Publication {
    private final List<Path> made;
    private final List<Path> places;

    /**
     * @param made files in the work folder; they need not be there yet
     * @param places the name of each
     */
    Publication(List<Path> made, List<Path> places) {
        this.made = made;
        this.places = places;
    }

    /**
     * Refuses places that are taken, before work is put into what would go there.
     *
     * @param sources files that are never replaced
     * @param overwrite whether other files may be replaced
     */
    void requireFree(List<Path> sources, boolean overwrite) throws IOException {
        Set<Path> read = new HashSet<>();
        for (Path source : sources) {
            read.add(source.toRealPath());
        }
        for (int i = 0; i < places.size(); i++) {
            Path place = places.get(i);
            if (!Files.exists(place) || isPublished(i)) {
                continue;
            }
            if (read.contains(place.toRealPath())) {
                throw new InvalidRequestException("the output " + place + " is an input; name another with -o");
            }
            if (!overwrite) {
                throw taken(place);
            }
        }
    }

    /** {@return whether all files have their names} */
    boolean isDone() throws IOException {
        for (int i = 0; i < places.size(); i++) {
            if (!isPublished(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isPublished(int i) throws IOException {
        return Files.exists(made.get(i)) && Files.exists(places.get(i)) && Files.isSameFile(made.get(i), places.get(i));
    }

    /**
     * Gives all files their names, each in one step, and makes that durable.
     *
     * @param overwrite whether files of those names may be replaced
     */
    void publish(boolean overwrite) throws IOException {
        Set<Path> folders = new HashSet<>();
        for (int i = 0; i < places.size(); i++) {
            if (folders.add(places.get(i).toAbsolutePath().getParent())) {
                Files.createDirectories(places.get(i).toAbsolutePath().getParent());
            }
            if (!isPublished(i)) {
                publish(made.get(i), places.get(i), overwrite);
            }
        }
        for (Path folder : folders) {
            sync(folder);
        }
    }

    private static void publish(Path made, Path place, boolean overwrite) throws IOException {
        Path link = made.resolveSibling("." + made.getFileName() + ".link");
        Files.deleteIfExists(link);
        try {
            if (overwrite) {
                Files.createLink(link, made);
                Files.move(link, place, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.createLink(place, made);
            }
        } catch (FileAlreadyExistsException e) {
            throw taken(place);
        } catch (UnsupportedOperationException | FileSystemException e) {
            // A file system without links. If a crash follows, the next run takes what is in its place for foreign.
            if (!overwrite && Files.exists(place)) {
                throw taken(place);
            }
            Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static InvalidRequestException taken(Path place) {
        return new InvalidRequestException(
                "the output " + place + " exists; ask for --overwrite, or name another with -o");
    }

    private static void sync(Path folder) throws IOException {
        if (!System.getProperty("os.name").startsWith("Windows")) { // folders cannot be opened there
            try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
                entries.force(true);
            }
        }
    }
}
