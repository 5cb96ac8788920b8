package io.vsr4j.functions;

import io.vsr4j.functions.store.NotNowException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Files of this machine. That it cannot write them, as on a full disk, says nothing about the work: there may be room later,
 * or elsewhere.
 */
final class LocalDisk {
    private LocalDisk() {}

    /** What makes or reads files. */
    interface Step<T> {
        T run() throws IOException;
    }

    /** As the other, without a result. */
    interface Action {
        void run() throws IOException;
    }

    /**
     * {@return what a step gives}
     *
     * @throws NotNowException if it failed and neither the source nor a refusing server is behind it
     */
    static <T> T use(Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (IOException e) {
            throw Failures.isInvalid(e) || isOfServer(e)
                    ? e
                    : new NotNowException("the disk of this machine: " + e.getMessage(), e);
        }
    }

    /** As {@link #use}. */
    static void run(Action action) throws IOException {
        use(() -> {
            action.run();
            return null;
        });
    }

    /** {@return a new folder in another one} */
    static Path folder(Path in, String prefix) throws IOException {
        return use(() -> Files.createTempDirectory(Files.createDirectories(in), prefix));
    }

    private static boolean isOfServer(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SdkException) {
                return true;
            }
        }
        return false;
    }
}
