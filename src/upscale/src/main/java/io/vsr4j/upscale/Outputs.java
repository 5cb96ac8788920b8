package io.vsr4j.upscale;

import java.nio.file.Files;
import java.nio.file.Path;

/** What any output needs: a folder that it can be written into, and a free name. */
public final class Outputs {
    private Outputs() {}

    /**
     * Refuses a path before any work is put into it.
     *
     * @param path the output
     * @param mayExist whether there may be something already
     * @throws InvalidRequestException if nothing can be written there
     */
    public static void check(Path path, boolean mayExist) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InvalidRequestException(
                    "cannot write " + path + ": there is no folder " + folder + "; make it first");
        }
        if (!Files.isWritable(folder)) {
            throw new InvalidRequestException(
                    "cannot write " + path + ": no permission to write into " + folder + "; name another with -o");
        }
        if (!mayExist && Files.exists(path)) {
            throw new InvalidRequestException(
                    "the output " + path + " exists; ask for --overwrite, or name another with -o");
        }
    }
}
