package io.vsr4j.tensor;

/**
 * A weights file that cannot be used: malformed, or not the one that the network needs. The message stands alone and
 * names the file, the tensor, what was found and what was expected. Trying again does not help.
 *
 * <p>Names in it may come from the file itself, so a message is always one line of bounded length, without control
 * characters.
 */
public final class CheckpointException extends RuntimeException {
    private static final int MAX_LETTERS = 1_000;

    /** @param message what, got, rule, on one line */
    public CheckpointException(String message) {
        super(line(message));
    }

    /**
     * @param message what, got, rule, on one line
     * @param cause what was thrown below
     */
    public CheckpointException(String message, Throwable cause) {
        super(line(message), cause);
    }

    private static String line(String message) {
        int cut = message.length() - MAX_LETTERS;
        // Both ends tell something: what it is about, and what to do.
        String bounded = cut <= 0
                ? message
                : message.substring(0, MAX_LETTERS / 2) + "..." + message.substring(message.length() - MAX_LETTERS / 2);
        return bounded.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ");
    }
}
