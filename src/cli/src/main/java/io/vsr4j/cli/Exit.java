package io.vsr4j.cli;

/** What the exit status says. A run that a signal ended has 128 + the signal's number, which the virtual machine sets. */
final class Exit {
    /** All is done. */
    static final int DONE = 0;
    /** It could not be done, though the request was sound: a full disk, a lost device, a mistake in the program. */
    static final int FAILED = 1;
    /** The command line or the input cannot be used; trying again does not help. */
    static final int REFUSED = 2;

    private Exit() {}
}
