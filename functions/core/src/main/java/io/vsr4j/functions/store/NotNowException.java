package io.vsr4j.functions.store;

import java.io.IOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The work is not to blame, and will be possible later: a server does not answer, or somebody else has claimed the work. */
public final class NotNowException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int SERVER_FAILED = 500;

    /** @param message what was wanted, and why it cannot be now */
    public NotNowException(String message) {
        super(message);
    }

    /** As the other, with what was thrown. */
    public NotNowException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * {@return what to throw when a call failed: this if the server cannot be reached or says that it failed, a plain
     * exception if it refused}
     *
     * @param what what was wanted
     * @param e what the client threw
     */
    public static IOException unlessRefused(String what, SdkException e) {
        String message = what + ": " + e.getMessage();
        boolean refused = e instanceof AwsServiceException answer
                && answer.statusCode() < SERVER_FAILED
                && answer.statusCode() != CONFLICT
                && answer.statusCode() != TOO_MANY;
        return refused ? new IOException(message, e) : new NotNowException(message, e);
    }
}
