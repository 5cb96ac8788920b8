package io.vsr4j.tensor;

/**
 * A weights file that cannot be used: malformed, or not the one that the network needs. The message stands alone and
 * names the file, the tensor, what was found and what was expected. Trying again does not help.
 */
public final class CheckpointException extends RuntimeException {
    /** @param message what, got, rule, on one line */
    public CheckpointException(String message) {
        super(message);
    }

    /**
     * @param message what, got, rule, on one line
     * @param cause what was thrown below
     */
    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
