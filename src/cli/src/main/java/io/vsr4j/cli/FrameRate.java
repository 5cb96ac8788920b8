package io.vsr4j.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/** Frames a second over the last moments, so that it follows a change of speed. */
final class FrameRate {
    private static final double SECONDS = 15;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(double seconds, int frames) {}

    /**
     * Takes note.
     *
     * @param seconds when, on any clock
     * @param frames how many were computed until then
     */
    void sample(double seconds, int frames) {
        samples.addLast(new Sample(seconds, frames));
        while (samples.size() > 2 && samples.getFirst().seconds() < seconds - SECONDS) {
            samples.removeFirst();
        }
    }

    /** {@return frames a second; 0 as long as it is not known} */
    double perSecond() {
        if (samples.size() < 2) {
            return 0;
        }
        double seconds = samples.getLast().seconds() - samples.getFirst().seconds();
        int frames = samples.getLast().frames() - samples.getFirst().frames();
        return seconds > 0 ? frames / seconds : 0;
    }
}
