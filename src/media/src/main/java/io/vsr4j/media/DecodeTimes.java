package io.vsr4j.media;

import java.util.Arrays;

/**
 * Decoding times of a stream joined from chunks. Each encoder makes up its own, starting before its first frame, so that
 * they would run backwards at every join; they are made anew from the presentation times of all packets.
 *
 * @param dts decoding time of each packet in coding order: increasing, and never after its presentation time
 * @param delay frames by which decoding runs ahead of showing
 */
record DecodeTimes(long[] dts, int delay) {
    /** @param pts presentation times in coding order, no two equal */
    static DecodeTimes of(long[] pts) {
        long[] sorted = pts.clone();
        Arrays.sort(sorted);
        int delay = 0;
        for (int i = 0; i < pts.length; i++) {
            delay = Math.max(delay, i - Arrays.binarySearch(sorted, pts[i]));
        }
        long frame = pts.length < 2 ? 1 : Math.max(1, (sorted[pts.length - 1] - sorted[0]) / (pts.length - 1));
        long[] dts = new long[pts.length];
        for (int i = 0; i < pts.length; i++) {
            dts[i] = i < delay ? sorted[0] - (delay - i) * frame : sorted[i - delay];
        }
        return new DecodeTimes(dts, delay);
    }
}
