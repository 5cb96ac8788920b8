package io.vsr4j.upscale;

/**
 * A request that cannot be met as it stands: trying again does not help. The message names what was asked, the rule that it
 * breaks, and the remedy, on one line.
 */
public final class InvalidRequestException extends RuntimeException {
    /** @param message what, got, rule and remedy */
    public InvalidRequestException(String message) {
        super(message);
    }

    /**
     * @param message what, got, rule and remedy
     * @param cause what was thrown below
     */
    public InvalidRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
