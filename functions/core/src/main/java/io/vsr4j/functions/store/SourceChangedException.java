package io.vsr4j.functions.store;

import java.io.IOException;

/** A source is not what its job was planned for; no later try helps. */
public final class SourceChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    SourceChangedException(String message) {
        super(message);
    }
}
