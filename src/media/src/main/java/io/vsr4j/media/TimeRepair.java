package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.Arrays;

/** Makes presentation times out of what a file offers: one for each frame, strictly increasing. */
final class TimeRepair {
    private final long[] times;
    private int repaired;

    private TimeRepair(long[] times) {
        this.times = times;
    }

    /**
     * Frames whose time is missing or repeated are spread evenly between their neighbours. Where a clock starts again,
     * the sequence continues, and what follows moves with it.
     *
     * @param found time of each frame in display order, {@code AV_NOPTS_VALUE} where there is none
     * @param frame how long a frame lasts in the same unit, where nothing better is known; at least 1
     */
    static TimeRepair of(long[] found, long frame) {
        TimeRepair repair = new TimeRepair(found.clone());
        repair.forgetRepeats();
        repair.forgetOutliers();
        repair.continueAfterJumps(repair.usual(frame));
        repair.fillGaps(repair.usual(frame));
        for (int i = 0; i < found.length; i++) {
            repair.repaired += repair.times[i] != found[i] ? 1 : 0;
        }
        return repair;
    }

    /** {@return the times} */
    long[] times() {
        return times;
    }

    /** {@return frames whose time is another now, or one at all} */
    int repaired() {
        return repaired;
    }

    /** {@return the median step between frames that have a time} */
    long usual(long otherwise) {
        long[] steps = new long[times.length];
        int n = 0;
        for (int i = 1; i < times.length; i++) {
            if (known(i) && known(i - 1) && times[i] > times[i - 1]) {
                steps[n++] = times[i] - times[i - 1];
            }
        }
        Arrays.sort(steps, 0, n);
        return n == 0 ? otherwise : steps[n / 2];
    }

    /** Of frames with one time, it is the first one's. */
    private void forgetRepeats() {
        long last = AV_NOPTS_VALUE;
        for (int i = 0; i < times.length; i++) {
            if (known(i) && times[i] == last) {
                times[i] = AV_NOPTS_VALUE;
            } else if (known(i)) {
                last = times[i];
            }
        }
    }

    /** A single time that does not lie between its neighbours, which themselves are in order, is no better than none. */
    private void forgetOutliers() {
        for (int i = 1; i < times.length - 1; i++) {
            long before = times[i - 1];
            long after = times[i + 1];
            boolean room = known(i - 1) && known(i + 1) && after > before + 1;
            if (known(i) && room && (times[i] <= before || times[i] > after)) {
                times[i] = AV_NOPTS_VALUE;
            }
        }
    }

    private void continueAfterJumps(long step) {
        long shift = 0;
        int last = -1;
        for (int i = 0; i < times.length; i++) {
            if (!known(i)) {
                continue;
            }
            times[i] += shift;
            // Frames without a time in between need room of their own.
            long least = last < 0 ? times[i] : times[last] + (i - last);
            if (times[i] < least) {
                long wanted = times[last] + step * (i - last);
                // A time a little early is one frame's fault; a clock that starts again is everyone's.
                if (times[last] - times[i] > step) {
                    shift += wanted - times[i];
                    times[i] = wanted;
                } else {
                    times[i] = least;
                }
            }
            last = i;
        }
    }

    private void fillGaps(long step) {
        int last = -1;
        for (int i = 0; i <= times.length; i++) {
            if (i < times.length && !known(i)) {
                continue;
            }
            long gap = i - last;
            for (int j = last + 1; j < i; j++) {
                if (last < 0 && i == times.length) {
                    times[j] = j * step;
                } else if (last < 0) {
                    times[j] = times[i] - (i - j) * step;
                } else if (i == times.length) {
                    times[j] = times[last] + (j - last) * step;
                } else {
                    times[j] = times[last] + Math.round((double) (times[i] - times[last]) * (j - last) / gap);
                }
            }
            last = i;
        }
    }

    private boolean known(int i) {
        return times[i] != AV_NOPTS_VALUE;
    }
}
