package io.vsr4j.media;

/**
 * A file that cannot be read, or a request that cannot be met for it. The message stands alone: it names the file, the
 * value that was found and the rule that it breaks, and, where there is one, the remedy. Trying again does not help.
 *
 * <p>A full disk or a broken device is an {@link java.io.IOException} instead.
 */
public final class MediaException extends RuntimeException {
    /** @param message what, got, rule and remedy, on one line */
    public MediaException(String message) {
        super(message);
    }

    /**
     * @param message what, got, rule and remedy, on one line
     * @param cause what was thrown below
     */
    public MediaException(String message, Throwable cause) {
        super(message, cause);
    }
}
