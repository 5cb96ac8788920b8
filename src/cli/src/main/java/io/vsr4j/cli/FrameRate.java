package io.vsr4j.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Frames a second over the last moments, so that it follows a change of speed. Frames come in bursts, one for each window
 * of the model; a burst counts as one moment, and the speed is measured from burst to burst.
 */
final class FrameRate {
    private static final double BURST_SECONDS = 0.5;
    private static final double SECONDS = 15;
    private static final int LEAST_BURSTS = 5;

    private final Deque<Burst> bursts = new ArrayDeque<>();

    private record Burst(double begin, double end, int frames) {}

    /**
     * Takes note.
     *
     * @param seconds when, on any clock
     * @param frames how many were computed until then
     */
    void sample(double seconds, int frames) {
        Burst last = bursts.peekLast();
        if (last != null && bursts.size() > 1 && seconds - last.begin() < BURST_SECONDS) {
            bursts.removeLast();
            bursts.addLast(new Burst(last.begin(), seconds, frames));
            return;
        }
        bursts.addLast(new Burst(seconds, seconds, frames));
        while (bursts.size() > LEAST_BURSTS && bursts.peekFirst().end() < seconds - SECONDS) {
            bursts.removeFirst();
        }
    }

    /** {@return frames a second; 0 as long as it is not known} */
    double perSecond() {
        if (bursts.size() < 3) {
            return 0;
        }
        Burst open = bursts.removeLast(); // there may be more to come of it
        Burst last = bursts.getLast();
        bursts.addLast(open);
        return (last.frames() - bursts.getFirst().frames())
                / (last.end() - bursts.getFirst().end());
    }
}
