package io.vsr4j.cli;

import io.vsr4j.upscale.InvalidRequestException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The weights folder that a command makes. */
final class FolderOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "Folder to make; nothing may be there yet.")
    private Path output;

    /** {@return the folder, where nothing is yet} */
    Path path() {
        if (output.toString().isEmpty()) {
            throw new InvalidRequestException("--output is empty; name the folder to make");
        }
        if (Files.exists(output)) {
            throw new InvalidRequestException(output + " exists already; choose another -o, or remove it");
        }
        return output;
    }
}
