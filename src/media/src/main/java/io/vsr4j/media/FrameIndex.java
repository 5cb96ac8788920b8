package io.vsr4j.media;

/**
 * The frames of a video in display order: presentation times, and where decoding can begin. It is found by reading every
 * packet, never by frame-rate arithmetic.
 *
 * @param timeBase unit of the times, in seconds
 * @param pts presentation time of each frame, strictly increasing
 * @param keys display indices of the frames at which decoding can begin, increasing, the first one 0 or the nearest
 * @param end presentation time at which the last frame ends
 */
public record FrameIndex(Rational timeBase, long[] pts, int[] keys, long end) {
    /** {@return number of frames} */
    public int count() {
        return pts.length;
    }

    /** {@return presentation time of a frame in seconds} */
    public double seconds(int frame) {
        return pts[frame] * timeBase.value();
    }
}
