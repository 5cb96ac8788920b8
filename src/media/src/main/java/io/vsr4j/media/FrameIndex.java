package io.vsr4j.media;

import java.util.Arrays;

/**
 * The frames of a video in display order: presentation times, and where decoding can begin. It is found by reading every
 * packet, never by frame-rate arithmetic.
 *
 * @param timeBase unit of the times, in seconds
 * @param pts presentation time of each frame, strictly increasing
 * @param keys display indices of the frames at which decoding can begin exactly, increasing; the first one is 0, where
 *     it begins at the start of the file
 * @param end presentation time at which the last frame ends
 * @param counted whether the file's own times were missing, repeated or jumped and are repaired here; such a file is
 *     always decoded from its start, and its frames are told apart by counting
 * @param lost display indices, increasing, of the frames that counting leaves out because the file has lost them
 */
public record FrameIndex(Rational timeBase, long[] pts, int[] keys, long end, boolean counted, int[] lost) {
    /**
     * An index of times that stand in the file.
     *
     * @param timeBase unit of the times, in seconds
     * @param pts presentation time of each frame, strictly increasing
     * @param keys display indices of the frames at which decoding can begin exactly, increasing, the first one 0
     * @param end presentation time at which the last frame ends
     */
    public FrameIndex(Rational timeBase, long[] pts, int[] keys, long end) {
        this(timeBase, pts, keys, end, false, new int[0]);
    }

    /** {@return number of frames} */
    public int count() {
        return pts.length;
    }

    /** {@return presentation time of a frame in seconds} */
    public double seconds(int frame) {
        return pts[frame] * timeBase.value();
    }

    /** {@return position in {@link #keys} of the last one at or before a frame} */
    int keyBefore(int frame) {
        int at = Arrays.binarySearch(keys, frame);
        return at >= 0 ? at : Math.max(0, -at - 2);
    }
}
