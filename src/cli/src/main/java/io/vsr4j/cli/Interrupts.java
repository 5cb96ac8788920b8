package io.vsr4j.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * What happens on Ctrl-C, SIGTERM or SIGHUP: the work in hand is asked to stop, and the virtual machine is kept up until it
 * has, because native code must not run while the libraries under it are torn down.
 *
 * <p>If it takes longer than a minute, the virtual machine ends all the same: finished chunks and outputs reach their
 * names by renaming only, so nothing half-written can be taken for a result.
 *
 * <p>A shutdown hook would do without {@link Signal}, of which the compiler warns, but is not told which signal it was; and
 * the exit status that {@code --json} prints must be the one that the process ends with.
 */
final class Interrupts {
    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch over = new CountDownLatch(1);
    private Runnable cancel;
    private int exit = Exit.DONE;

    /** Listens to signals from now on, those excepted that the parent process told this one to ignore. */
    void listen() {
        for (String name : SIGNALS) {
            try {
                Signal.handle(new Signal(name), signal -> interrupt(Exit.stoppedBy(signal.getNumber())));
            } catch (IllegalArgumentException e) {
                // The system lacks it, or Java was told to leave signals alone: then it ends the process as ever.
            }
        }
    }

    /**
     * Says how the work that begins now is stopped. If the user has already asked for the end, it is stopped at once.
     *
     * @param cancel makes the work stop soon; may be called from another thread
     */
    void guard(Runnable cancel) {
        boolean late;
        synchronized (this) {
            this.cancel = cancel;
            late = interrupted();
        }
        if (late) {
            cancel.run();
        }
    }

    /** {@return whether the user has asked for the end} */
    synchronized boolean interrupted() {
        return exit != Exit.DONE;
    }

    /** {@return the exit status that the first signal asked for; {@link Exit#DONE} if there was none} */
    synchronized int exit() {
        return exit;
    }

    /** Stops what is guarded and waits for {@link #over}; where nothing is guarded, ends the virtual machine. */
    private void interrupt(int status) {
        Runnable stop;
        synchronized (this) {
            exit = interrupted() ? exit : status;
            stop = cancel;
        }
        if (over.getCount() == 0) {
            return;
        }
        try {
            if (stop != null) {
                stop.run();
                if (over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    return;
                }
            }
            System.exit(exit());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The run is over and everything is printed. */
    void over() {
        over.countDown();
    }
}
