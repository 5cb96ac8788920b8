package io.vsr4j.cli;

/** What the exit status says. */
final class Exit {
    /** All is done. */
    static final int DONE = 0;
    /** It could not be done, though the request was sound: a full disk, a lost device, a mistake in the program. */
    static final int FAILED = 1;
    /** The command line or the input cannot be used; trying again does not help. */
    static final int REFUSED = 2;

    /** Stopped by the user. It is what Ctrl-C gives; after another signal, {@link #stoppedBy} takes its place. */
    static final int STOPPED = stoppedBy(2);

    private Exit() {}

    /** {@return what says that a signal stopped it, as shells have it: 130 for Ctrl-C, 143 for SIGTERM} */
    static int stoppedBy(int signal) {
        return 128 + signal;
    }
}
