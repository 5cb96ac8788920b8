package io.vsr4j.notebook.kernel;

/**
 * Where the code of cells can be stopped. {@link StopPoints} puts a call of {@link #check} into every method and every loop of a
 * cell, since Java has no way of ending a thread that does not look.
 */
public final class StopPoint {
    private static final Object LOCK = new Object();

    private static volatile boolean wanted;
    private static Thread running;

    private StopPoint() {}

    /** Called by the code of cells; ends it if the user has asked for that. */
    public static void check() {
        if (wanted) {
            throw new Stopped();
        }
    }

    /** Stops the cell that is running, if one is: at its next loop or call, and at once where it waits. */
    static void request() {
        synchronized (LOCK) {
            wanted = true;
            if (running != null) {
                running.interrupt();
            }
        }
    }

    static boolean requested() {
        return wanted;
    }

    /** A new cell: what was asked of the one before does not concern it. */
    static void reset() {
        wanted = false;
    }

    /** From here to {@link #leave} the calling thread runs a cell's code. Only that is interrupted: the compiler's files would close. */
    static void enter() {
        synchronized (LOCK) {
            running = Thread.currentThread();
        }
    }

    static void leave() {
        synchronized (LOCK) {
            running = null;
            Thread.interrupted();
        }
    }

    /** Runs {@code sending} without an interruption, which would close the channels of its socket for good. */
    static void shield(Runnable sending) {
        synchronized (LOCK) {
            boolean interrupted = Thread.interrupted();
            try {
                sending.run();
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** No exception, so that a cell that catches those does not catch this. */
    static final class Stopped extends Error {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("stopped by the user");
        }
    }
}
