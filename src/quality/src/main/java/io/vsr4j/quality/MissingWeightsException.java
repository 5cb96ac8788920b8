package io.vsr4j.quality;

/** A metric needs a file that only the user can provide; the message says which, and where it comes from. */
public final class MissingWeightsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is missing, and the remedy */
    public MissingWeightsException(String message) {
        super(message);
    }
}
