package io.vsr4j.training.run;

import java.util.function.LongSupplier;

/** How long a training has taken, and which share of it was spent waiting for samples. */
final class Clock {
    private static final double NANOS = 1e9;

    private final double before;
    private final LongSupplier waiting;
    private final long begin = System.nanoTime();
    private long last = begin;
    private long lastWaiting;

    /**
     * @param before seconds that earlier runs took
     * @param waiting nanoseconds that this run has waited
     */
    Clock(double before, LongSupplier waiting) {
        this.before = before;
        this.waiting = waiting;
    }

    double seconds() {
        return before + (System.nanoTime() - begin) / NANOS;
    }

    /** {@return the share since this run began} */
    double waited() {
        return waiting.getAsLong() / (double) Math.max(1, System.nanoTime() - begin);
    }

    /** {@return the share since the last call} */
    double waitedSinceLast() {
        long now = System.nanoTime();
        long sum = waiting.getAsLong();
        double share = (sum - lastWaiting) / (double) Math.max(1, now - last);
        last = now;
        lastWaiting = sum;
        return share;
    }
}
