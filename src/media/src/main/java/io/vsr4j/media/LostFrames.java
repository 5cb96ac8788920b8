package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Frames of a damaged file whose packets are lost, or whose times are: their places stay, so that the video keeps its
 * length. Only files that are known to be damaged come here; in others a gap is what the author wanted.
 */
final class LostFrames {
    /** Steps between frames that must be alike, in percent, for the rate to count as constant. */
    private static final int REGULAR_PERCENT = 85;
    /** Frames by which a time may lie off from those around it. */
    private static final int FAR = 30;
    /** Frames that are filled in at one place without asking further. */
    private static final int FEW = 25;
    /** Most frames that are filled in at one place. */
    private static final int MOST = 1000;

    /** What the bytes of a file say of a gap in its times. */
    interface Room {
        boolean has(int frames, long before);
    }

    private LostFrames() {}

    /**
     * Finds times that are missing, repeated or far away from those around them.
     *
     * @param times time of each frame, in decoding order
     * @return positions of the strays; all positions if there are too many of them to believe in the rest
     */
    static BitSet strays(long[] times) {
        BitSet strays = new BitSet();
        long step = Math.max(1, usualStep(sortedKnown(times)));
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < times.length; i++) {
            boolean far = times[i] != AV_NOPTS_VALUE && Math.abs(times[i] - around(times, i)) > FAR * step;
            if (times[i] == AV_NOPTS_VALUE || far || !seen.add(times[i])) {
                strays.set(i);
            }
        }
        if (strays.cardinality() > Math.max(2, times.length / 10)) {
            strays.set(0, times.length);
        }
        return strays;
    }

    /**
     * Makes a sequence regular again that is so for the most part.
     *
     * @param sorted times in display order
     * @param room whether the file has room for that many frames before a time; asked where many are missing
     * @return the same with the times of lost frames and without times off the beat, or the same array if nothing is
     *     lost or the rate varies
     */
    static long[] fill(long[] sorted, Room room) {
        long usual = usualStep(sorted);
        long rounding = usual == 1 ? 0 : 1; // a unit of one frame rounds nothing
        long sum = 0;
        int regular = 0;
        for (int i = 1; i < sorted.length; i++) {
            long step = sorted[i] - sorted[i - 1];
            if (Math.abs(step - usual) <= rounding) {
                sum += step;
                regular++;
            }
        }
        if (usual < 1 || regular * 100L < (sorted.length - 1L) * REGULAR_PERCENT) {
            return sorted;
        }
        double step = (double) sum / regular;
        long[] sound = withoutOdd(sorted, step);
        LongList filled = new LongList();
        for (int i = 0; i < sound.length; i++) {
            if (i > 0 && isWhole(sound[i] - sound[i - 1], step)) {
                long gap = sound[i] - sound[i - 1];
                long frames = Math.round(gap / step);
                boolean lost = frames <= FEW || frames <= MOST && room.has((int) frames, sound[i]);
                for (int k = 1; lost && k < frames; k++) {
                    filled.add(sound[i - 1] + Math.round((double) k * gap / frames));
                }
            }
            filled.add(sound[i]);
        }
        return filled.size() == sorted.length && sound == sorted ? sorted : filled.toArray();
    }

    /**
     * {@return whether a regular sequence has times that belong into gaps elsewhere, which only damage explains}
     *
     * @param sorted times in display order
     * @param filled what {@link #fill} makes of it
     */
    static boolean isDisplaced(long[] sorted, long[] filled) {
        if (sorted.length != filled.length || Arrays.equals(sorted, filled)) {
            return false;
        }
        long step = usualStep(filled);
        for (int i = 0; i < sorted.length; i++) {
            if (Arrays.binarySearch(filled, sorted[i]) < 0 && Math.abs(sorted[i] - filled[i]) < step / 2) {
                return false; // it only comes a little early or late
            }
        }
        return true;
    }

    /** {@return the times without those that lie between two steps, while their neighbours do not} */
    private static long[] withoutOdd(long[] sorted, double step) {
        LongList kept = new LongList();
        for (int i = 0; i < sorted.length; i++) {
            boolean inside = i > 0 && i < sorted.length - 1;
            boolean odd = inside
                    && !isWhole(sorted[i] - sorted[i - 1], step)
                    && !isWhole(sorted[i + 1] - sorted[i], step)
                    && isWhole(sorted[i + 1] - sorted[i - 1], step);
            if (!odd) {
                kept.add(sorted[i]);
            }
        }
        return kept.size() == sorted.length ? sorted : kept.toArray();
    }

    /** {@return whether a gap is a number of steps, but for rounding} */
    private static boolean isWhole(long gap, double step) {
        return Math.abs(gap - Math.round(gap / step) * step) < 0.1 * step + 1 && gap > step / 2;
    }

    /** {@return the middle one of the times around a position} */
    private static long around(long[] times, int at) {
        long[] near = sortedKnown(Arrays.copyOfRange(times, Math.max(0, at - 4), Math.min(times.length, at + 5)));
        return near[near.length / 2];
    }

    private static long[] sortedKnown(long[] times) {
        return Arrays.stream(times)
                .filter(time -> time != AV_NOPTS_VALUE)
                .sorted()
                .toArray();
    }

    /** {@return the median of the steps, 0 if there are none} */
    private static long usualStep(long[] sorted) {
        long[] steps = new long[Math.max(0, sorted.length - 1)];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = sorted[i + 1] - sorted[i];
        }
        Arrays.sort(steps);
        return steps.length == 0 ? 0 : steps[steps.length / 2];
    }
}
