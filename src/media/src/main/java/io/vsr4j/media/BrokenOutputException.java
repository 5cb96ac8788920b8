package io.vsr4j.media;

/**
 * What was written is not what was asked for: a chunk is damaged, or the joined file does not hold what the plan says.
 * The message says what was expected and what was found. Doing the work again may help.
 */
public final class BrokenOutputException extends RuntimeException {
    /** @param message what was expected and what was found, on one line */
    public BrokenOutputException(String message) {
        super(message);
    }
}
