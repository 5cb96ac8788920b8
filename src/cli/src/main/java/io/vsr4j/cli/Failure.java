package io.vsr4j.cli;

import io.vsr4j.media.BrokenOutputException;
import io.vsr4j.media.MediaException;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.training.run.DivergenceException;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/**
 * What a user is told of something that was thrown.
 *
 * @param line one line without a line break
 * @param exit exit status
 */
record Failure(String line, int exit) {
    /** What takes less memory where a video is restored. */
    private static final String LESS_MEMORY =
            "take a smaller --window or --tile, or say with --memory how many gigabytes there are";

    /** {@return the line and the status for something thrown} */
    static Failure of(Throwable thrown) {
        return of(thrown, LESS_MEMORY);
    }

    /**
     * {@return the line and the status for something thrown}
     *
     * @param thrown what was
     * @param lessMemory what can be done where memory did not suffice
     */
    static Failure of(Throwable thrown, String lessMemory) {
        if (thrown instanceof ExecutionException && thrown.getCause() != null) {
            return of(thrown.getCause(), lessMemory);
        }
        if (thrown instanceof UncheckedIOException unchecked) {
            return new Failure(ofFile(unchecked.getCause()), Exit.FAILED);
        }
        if (thrown instanceof IOException e) {
            return new Failure(ofFile(e), Exit.FAILED);
        }
        if (thrown instanceof OutOfMemoryError || outOfNativeMemory(thrown)) {
            return new Failure("out of memory: " + oneLine(thrown.getMessage()) + "; " + lessMemory, Exit.FAILED);
        }
        if (thrown instanceof CancellationException) {
            return new Failure(said(thrown), Exit.STOPPED);
        }
        if (thrown instanceof BrokenOutputException || thrown instanceof DivergenceException) {
            return new Failure(said(thrown), Exit.FAILED);
        }
        if (thrown instanceof InvalidRequestException
                || thrown instanceof MediaException
                || thrown instanceof CheckpointException
                || thrown instanceof IllegalArgumentException) {
            return new Failure(said(thrown), Exit.REFUSED);
        }
        if (thrown instanceof LinkageError) {
            return new Failure(
                    "a native library cannot be loaded: " + said(thrown)
                            + "; see 'Troubleshooting' in README.md, and VSR_DEBUG=1 shows where",
                    Exit.FAILED);
        }
        return new Failure(
                "internal error: " + thrown.getClass().getSimpleName() + ": " + firstLine(thrown.getMessage())
                        + "; --verbose or VSR_DEBUG=1 shows where",
                Exit.FAILED);
    }

    private static boolean outOfNativeMemory(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        return message.contains("can't allocate memory") || message.contains("CUDA out of memory");
    }

    private static String said(Throwable thrown) {
        return thrown.getMessage() == null || thrown.getMessage().isBlank()
                ? thrown.getClass().getSimpleName()
                : oneLine(thrown.getMessage());
    }

    /** The messages of these exceptions are often the bare name of the file. */
    private static String ofFile(IOException e) {
        if (e instanceof FileSystemException f && f.getReason() == null) {
            if (f instanceof AccessDeniedException) {
                return f.getFile() + ": permission denied";
            }
            if (f instanceof NoSuchFileException) {
                return f.getFile() + ": there is no such file or folder";
            }
            if (f instanceof NotDirectoryException) {
                return f.getFile() + ": is not a folder";
            }
            if (f instanceof FileAlreadyExistsException) {
                return f.getFile() + ": exists already";
            }
        }
        return said(e);
    }

    private static String firstLine(String message) {
        return message == null ? "" : message.strip().lines().findFirst().orElse("");
    }

    /** {@return a message on one line} */
    static String oneLine(String message) {
        return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
