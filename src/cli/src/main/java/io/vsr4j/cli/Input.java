package io.vsr4j.cli;

import io.vsr4j.media.FileKinds;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the user gave to be restored.
 *
 * @param kind what it is
 * @param path as given
 * @param videos the videos of a folder in natural order; otherwise empty
 */
record Input(Kind kind, Path path, List<Path> videos) {
    /** What can be given. */
    enum Kind {
        /** One file. */
        VIDEO,
        /** A folder in which each video is a job of its own. */
        VIDEOS,
        /** A folder or a pattern of pictures that are one video together. */
        PICTURES
    }

    private static final Pattern WILDCARD = Pattern.compile("[*?]|%0?\\d*d");
    /** How {@link OutputNames} names what it makes. */
    private static final Pattern MADE = Pattern.compile("(.+)_(?:x\\d+|\\d+p)", Pattern.DOTALL);

    /**
     * {@return what a path stands for}
     *
     * @throws InvalidRequestException if there is nothing there, or nothing of use
     */
    static Input of(Path path) throws IOException {
        if (path.toString().isEmpty()) { // an unset variable of a script; Java takes it for the folder that it runs in
            throw new InvalidRequestException("IN is empty; name a video or a folder");
        }
        if (Files.isDirectory(path)) {
            return ofFolder(path);
        }
        if (Files.exists(path)) {
            return new Input(Kind.VIDEO, path, List.of());
        }
        if (WILDCARD.matcher(path.getFileName().toString()).find()) {
            return ofPattern(path);
        }
        throw new InvalidRequestException(path + ": there is no such file or folder");
    }

    private static Input ofFolder(Path folder) throws IOException {
        List<Path> videos = new ArrayList<>();
        int pictures = 0;
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder, f -> !hidden(f) && Files.isRegularFile(f))) {
            for (Path file : files) {
                if (FileKinds.isVideo(file)) {
                    videos.add(file);
                } else if (FileKinds.isPicture(file)) {
                    pictures++;
                }
            }
        }
        if (!videos.isEmpty() && pictures > 0) {
            throw new InvalidRequestException(
                    folder + ": holds videos (" + videos.size() + ") and pictures (" + pictures
                            + "); say which with a pattern in quotes, such as '"
                            + folder.resolve("*." + FileKinds.extension(videos.get(0)))
                            + "'");
        }
        if (pictures > 0) {
            return new Input(Kind.PICTURES, folder, List.of());
        }
        if (videos.isEmpty()) {
            throw new InvalidRequestException(
                    folder + ": holds no video and no picture (PNG, JPEG, TIFF) by their extensions");
        }
        return new Input(Kind.VIDEOS, folder, sorted(videos));
    }

    private static Input ofPattern(Path pattern) throws IOException {
        if (!FileKinds.isVideo(pattern)) {
            return new Input(Kind.PICTURES, pattern, List.of());
        }
        Path folder = pattern.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new InvalidRequestException(folder + ": there is no such folder");
        }
        List<Path> videos = new ArrayList<>();
        String glob = pattern.getFileName().toString().replaceAll("([\\[\\]{}\\\\])", "\\\\$1");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            for (Path file : files) {
                if (!hidden(file)) {
                    videos.add(pattern.resolveSibling(file.getFileName()));
                }
            }
        }
        if (videos.isEmpty()) {
            throw new InvalidRequestException(pattern + ": no file is called like that");
        }
        return new Input(Kind.VIDEOS, pattern, sorted(videos));
    }

    /** In natural order, without what an earlier run made from another one of them. */
    private static List<Path> sorted(List<Path> videos) {
        Set<String> stems = new HashSet<>();
        videos.forEach(v -> stems.add(FileKinds.stem(v)));
        return videos.stream()
                .filter(v -> !madeFrom(v, stems))
                .sorted(new NaturalOrder())
                .toList();
    }

    private static boolean madeFrom(Path video, Set<String> stems) {
        Matcher made = MADE.matcher(FileKinds.stem(video));
        return made.matches() && stems.contains(made.group(1));
    }

    private static boolean hidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }
}
