package io.vsr4j.functions.funq;

/** A job or a chunk that there is not. */
public final class NotFoundException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NotFoundException(String message) {
        super(message);
    }
}
