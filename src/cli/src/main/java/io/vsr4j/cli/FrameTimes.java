package io.vsr4j.cli;

import io.vsr4j.media.FrameIndex;

/** What can be said of the times of a video's frames. */
final class FrameTimes {
    private FrameTimes() {}

    /**
     * {@return whether the distance between frames varies} Containers that count milliseconds round each time, which
     * makes distances differ by one.
     */
    static boolean vary(FrameIndex frames) {
        long[] pts = frames.pts();
        if (pts.length < 3) {
            return false;
        }
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 1; i < pts.length; i++) {
            long step = pts[i] - pts[i - 1];
            least = Math.min(least, step);
            most = Math.max(most, step);
        }
        return most - least > 1;
    }

    /** {@return when the first frame is shown, in seconds} */
    static double first(FrameIndex frames) {
        return frames.seconds(0);
    }

    /** {@return when the last frame is shown, in seconds} */
    static double last(FrameIndex frames) {
        return frames.seconds(frames.count() - 1);
    }
}
