package io.vsr4j.upscale;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What threads that work for another one do with failures. */
final class Failures {
    private Failures() {}

    /** Throws what another thread met; never returns. */
    static RuntimeException rethrow(Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure instanceof IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(failure);
    }

    /** Waits for a thread to end, whatever happens to this one. */
    static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
