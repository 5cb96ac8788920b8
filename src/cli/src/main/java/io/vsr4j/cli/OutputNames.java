package io.vsr4j.cli;

import io.vsr4j.media.Container;
import io.vsr4j.media.FileKinds;
import io.vsr4j.upscale.InvalidRequestException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What outputs are called: {@code IN_x4.EXT}, or {@code IN_1080p.EXT} where a height was asked for. A source whose
 * container is not written becomes Matroska.
 */
final class OutputNames {
    private final String suffix;
    private final Optional<String> given;

    /**
     * @param scale factor of the network
     * @param height lines, if they were asked for
     * @param given what the user gave as output
     */
    OutputNames(int scale, Optional<Integer> height, Optional<String> given) {
        if (given.isPresent() && given.get().isEmpty()) {
            throw new InvalidRequestException("--output is empty; name a file or a folder, or leave it out");
        }
        this.suffix = height.map(h -> "_" + h + "p").orElse("_x" + scale);
        this.given = given;
    }

    /** {@return the output for the only input} */
    Path of(Input input) {
        if (input.kind() == Input.Kind.PICTURES) {
            return given.map(Path::of).orElseGet(() -> besidePictures(input.path()));
        }
        if (given.isEmpty()) {
            return beside(input.path());
        }
        return isFolder(given.get()) ? Path.of(given.get()).resolve(name(input.path())) : Path.of(given.get());
    }

    /** {@return the output for one video of several} */
    Path ofEach(Path video) {
        if (given.isEmpty()) {
            return beside(video);
        }
        Path folder = Path.of(given.get());
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InvalidRequestException("-o " + folder + " is a file, but several videos need a folder");
        }
        return folder.resolve(name(video));
    }

    private Path beside(Path video) {
        return video.resolveSibling(name(video));
    }

    private String name(Path video) {
        return FileKinds.stem(video) + suffix + "." + Container.extensionFollowing(video);
    }

    /** The folder, or the folder of the pattern, gets a neighbour. */
    private Path besidePictures(Path pictures) {
        boolean folder = Files.isDirectory(pictures);
        Path from = (folder ? pictures : pictures.toAbsolutePath().getParent())
                .toAbsolutePath()
                .normalize();
        if (from.getFileName() == null) {
            throw new InvalidRequestException("the root folder has no neighbour; say with -o where the pictures go");
        }
        return from.resolveSibling(from.getFileName() + suffix);
    }

    private static boolean isFolder(String given) {
        return given.endsWith("/") || Files.isDirectory(Path.of(given));
    }
}
