package io.vsr4j.sizing;

/** A rented machine with room for one task. */
final class Instance {
    final boolean spot;
    final double launched;
    final Host host;
    State state = State.BOOTING;
    boolean hasImage;
    Worker worker;
    /** The end of what it is at, where that has one. */
    Clock.Event next;

    /** What it is at. */
    enum State {
        BOOTING,
        EMPTY,
        PULLING,
        LOADING,
        WORKING,
        /** It is about to be taken back. */
        DRAINING,
        GONE
    }

    Instance(boolean spot, double launched, Host host) {
        this.spot = spot;
        this.launched = launched;
        this.host = host;
    }

    /** {@return whether it has a task that is to stay} */
    boolean hasTask() {
        return state == State.PULLING || state == State.LOADING || state == State.WORKING && !worker.leaving;
    }

    /** {@return whether it has a task that counts as running} */
    boolean isRunning() {
        return state == State.LOADING || state == State.WORKING;
    }

    boolean isLeaving() {
        return state == State.WORKING && worker.leaving;
    }

    boolean isThere() {
        return state != State.DRAINING && state != State.GONE;
    }
}
