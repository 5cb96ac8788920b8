package io.vsr4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens on Ctrl-C or SIGTERM: the work in hand is asked to stop, and the virtual machine is kept up until it has,
 * because native code must not run while the libraries under it are torn down.
 *
 * <p>If it takes longer than a minute, the virtual machine ends all the same: finished chunks and outputs reach their
 * names by renaming only, so nothing half-written can be taken for a result.
 */
final class Interrupts {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch over = new CountDownLatch(1);
    private Runnable cancel;
    private boolean interrupted;

    /**
     * Says how the work that begins now is stopped. If the user has already asked for the end, it is stopped at once.
     *
     * @param cancel makes the work stop soon; may be called from another thread
     */
    void guard(Runnable cancel) {
        boolean late;
        synchronized (this) {
            this.cancel = cancel;
            late = interrupted;
        }
        if (late) {
            cancel.run();
        }
    }

    /** {@return whether the user has asked for the end} */
    synchronized boolean interrupted() {
        return interrupted;
    }

    /** Stops what is guarded and waits for {@link #over}; nothing if that was called, or if nothing is guarded. */
    void interrupt() {
        Runnable stop;
        synchronized (this) {
            interrupted = true;
            stop = cancel;
        }
        if (stop == null || over.getCount() == 0) {
            return;
        }
        stop.run();
        try {
            over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The run is over and everything is printed. */
    void over() {
        over.countDown();
    }
}
