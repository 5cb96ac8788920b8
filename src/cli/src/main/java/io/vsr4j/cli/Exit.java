package io.vsr4j.cli;

/** What the exit status says. */
final class Exit {
    /** All is done. */
    static final int DONE = 0;
    /** It could not be done, though the request was sound: a full disk, a lost device, a mistake in the program. */
    static final int FAILED = 1;
    /** The command line or the input cannot be used; trying again does not help. */
    static final int REFUSED = 2;
    /** Stopped by the user. It is what Ctrl-C gives; for SIGTERM the virtual machine makes it 143. */
    static final int STOPPED = 130;

    private Exit() {}
}
