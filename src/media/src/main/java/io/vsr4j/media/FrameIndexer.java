package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Finds the frame index. Usually the packets tell all there is to know. Where their times cannot be right, or the
 * first decoded frames contradict them, the whole video is decoded once and what comes out is counted.
 */
final class FrameIndexer {
    private final DecodedFrames frames;
    private final MediaLimits limits;
    private final List<String> notes;
    private final Rational timeBase;
    private final long frameTime;

    /**
     * @param frames the decoder
     * @param notes receives what was repaired
     */
    FrameIndexer(DecodedFrames frames, MediaLimits limits, List<String> notes) {
        this.frames = frames;
        this.limits = limits;
        this.notes = notes;
        AVStream stream = frames.demuxer().stream();
        timeBase = Ffmpeg.rational(stream.time_base());
        frameTime = frameTime(stream);
    }

    /**
     * {@return the index}
     *
     * @param scan all packets
     * @param head the first frames
     */
    FrameIndex index(PacketScan found, HeadSample head) {
        PacketScan scan = found.damaged() ? found.withoutStrays() : found;
        if (scan.corrupt() > 0) {
            notes.add(scan.corrupt() + " packets are damaged; their frames are concealed or repeated");
        }
        if (scan.sizeChanges()) {
            notes.add("the frame size changes; all frames are scaled to the size of the first");
        }
        long promised = frames.demuxer().stream().nb_frames();
        if (promised > scan.packets() && EntryPoints.isMovie(frames.demuxer())) {
            notes.add("the file ends early: " + scan.packets() + " of " + promised + " packets are there");
        }
        if (!EntryPoints.packetsAreFrames(frames.demuxer()) || scan.unclear()) {
            return count(scan, "");
        }
        if (!scan.timesAreSound()) {
            return count(scan, "times are missing, repeated or out of order");
        }
        long[] sorted = scan.sortedPts();
        int hidden = hiddenAtStart(sorted, scan.firstEntry(), head);
        long[] shown = Arrays.copyOfRange(sorted, hidden, sorted.length);
        if (!matches(shown, head)) {
            return count(scan, "what the packets say differs from what the decoder shows");
        }
        if (hidden > 0) {
            notes.add(hidden + " frames before the first key frame cannot be decoded and are left out, as players do");
        }
        shown = fillIn(shown, scan);
        long last = shown[shown.length - 1];
        long duration = scan.durationOf(last);
        int[] keys = EntryPoints.seekable(frames.demuxer(), head.facts().palette()) ? scan.keys(shown) : new int[] {0};
        return new FrameIndex(timeBase, shown, keys, last + (duration > 0 ? duration : usualStep(shown)));
    }

    private long[] fillIn(long[] shown, PacketScan scan) {
        long[] filled = LongStream.of(LostFrames.fill(shown, scan.room()))
                .filter(time -> Arrays.binarySearch(shown, time) >= 0
                        || frames.demuxer().mayHave(time))
                .toArray();
        boolean wanted = scan.damaged() || LostFrames.isDisplaced(shown, filled);
        if (!wanted || Arrays.equals(filled, shown) || filled.length > limits.maxFrames()) {
            return shown;
        }
        int lost = (int) LongStream.of(filled)
                .filter(time -> Arrays.binarySearch(shown, time) < 0)
                .count();
        notes.add(lost + " frames or their times are lost; their neighbours are repeated in their places");
        return filled;
    }

    /** {@return how many frames at the start depend on what the file does not have} */
    private static int hiddenAtStart(long[] sorted, long firstEntry, HeadSample head) {
        int at = Arrays.binarySearch(sorted, head.times().get(0));
        return at > 0 && sorted[at] <= firstEntry ? at : 0;
    }

    /** {@return whether the first frames are those of the index; with decoding errors, some may be missing} */
    private static boolean matches(long[] shown, HeadSample head) {
        int at = -1;
        for (long time : head.times()) {
            int found = Arrays.binarySearch(shown, time);
            if (found < 0 || found != at + 1 && !(head.failures() && found > at)) {
                return false;
            }
            at = found;
        }
        return true;
    }

    /** {@return the index that decoding everything gives} */
    private FrameIndex count(PacketScan scan, String why) {
        LongList found = new LongList();
        frames.begin();
        long lastDuration = 0;
        for (AVFrame frame = frames.next(); frame != null; frame = frames.next()) {
            long time = frame.best_effort_timestamp();
            found.add(Math.abs(time) < PacketScan.MOST_TICKS ? time : AV_NOPTS_VALUE);
            lastDuration = Math.min(frame.duration(), PacketScan.MOST_TICKS);
            if (found.size() > limits.maxFrames()) {
                throw new MediaException(frames.demuxer().file() + ": has more frames than the limit of "
                        + limits.maxFrames() + "; raise the limit or cut the video");
            }
        }
        if (found.size() == 0) {
            throw new MediaException(frames.demuxer().file() + ": no frame can be decoded; it is damaged");
        }
        TimeRepair repair = TimeRepair.of(found.toArray(), frameTime);
        if (repair.repaired() > 0) {
            notes.add("timestamps repaired: those of " + repair.repaired() + " of " + found.size()
                    + " frames were missing, repeated or before those of earlier frames");
        } else if (!why.isEmpty()) {
            notes.add("the index was made by decoding: " + why);
        }
        long[] times = repair.times();
        long end = times[times.length - 1] + (lastDuration > 0 ? lastDuration : repair.usual(frameTime));
        long[] filled = fillIn(times, scan);
        boolean extended = LongStream.of(times).allMatch(time -> Arrays.binarySearch(filled, time) >= 0);
        long[] all = extended ? filled : times;
        int[] lost = IntStream.range(0, all.length)
                .filter(i -> Arrays.binarySearch(times, all[i]) < 0)
                .toArray();
        return new FrameIndex(timeBase, all, new int[] {0}, end, true, lost);
    }

    private long usualStep(long[] times) {
        return TimeRepair.of(times, frameTime).usual(frameTime);
    }

    /** {@return one frame in units of the time base, by the nominal rate; at least 1} */
    private static long frameTime(AVStream stream) {
        Rational rate = FrameRates.of(stream);
        double base = Ffmpeg.rational(stream.time_base()).value();
        return base <= 0 ? 1 : Math.max(1, Math.round(1 / (rate.value() * base)));
    }
}
