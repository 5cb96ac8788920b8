package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.Arrays;
import java.util.BitSet;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** What the packets of a stream say about its frames, without decoding one. */
final class PacketScan {
    /** Most frames by which display order may differ from decoding order: the standards allow 16, and some slack. */
    private static final int MOST_REORDERING = 20;

    private final LongList pts = new LongList(); // of each frame, in decoding order
    private final LongList durations = new LongList();
    private final BitSet entries = new BitSet(); // where decoding can begin
    private int corrupt;
    private int missing;
    private boolean unclear;

    private PacketScan() {}

    /**
     * Reads all packets.
     *
     * @param demuxer at the start of the file
     */
    static PacketScan run(Demuxer demuxer, MediaLimits limits) {
        PacketScan scan = new PacketScan();
        try (PacketReader reader = PacketReader.of(demuxer)) {
            for (AVPacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
                scan.add(packet, reader);
                if (scan.pts.size() > limits.maxFrames()) {
                    throw new MediaException(demuxer.file() + ": has more frames than the limit of "
                            + limits.maxFrames() + "; raise the limit or cut the video");
                }
            }
        }
        return scan;
    }

    private void add(AVPacket packet, PacketReader reader) {
        PacketReader.Content content = reader.read(packet);
        if ((packet.flags() & AV_PKT_FLAG_CORRUPT) != 0) {
            corrupt++;
        }
        if ((packet.flags() & AV_PKT_FLAG_DISCARD) != 0 || content == PacketReader.Content.NOTHING_SHOWN) {
            return;
        }
        unclear |= content == PacketReader.Content.UNCLEAR;
        int at = pts.size();
        if (packet.pts() == AV_NOPTS_VALUE) {
            missing++;
        }
        pts.add(packet.pts());
        durations.add(packet.duration());
        if (content == PacketReader.Content.ENTRY) {
            entries.set(at);
        }
    }

    /** {@return frames found} */
    int count() {
        return pts.size();
    }

    /** {@return packets that the container calls damaged} */
    int corrupt() {
        return corrupt;
    }

    /** {@return whether some packets may show more or fewer than one frame} */
    boolean unclear() {
        return unclear;
    }

    /** {@return whether each frame has a time of its own, in an order that a decoder can produce} */
    boolean timesAreSound() {
        if (missing > 0) {
            return false;
        }
        long[] sorted = sortedPts();
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                return false;
            }
        }
        for (int i = 0; i < sorted.length; i++) {
            if (Math.abs(Arrays.binarySearch(sorted, pts.get(i)) - i) > MOST_REORDERING) {
                return false;
            }
        }
        return true;
    }

    /** {@return the times in display order} */
    long[] sortedPts() {
        long[] sorted = pts.toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /** {@return the time of the first frame at which decoding can begin, or of the first one} */
    long firstEntry() {
        int at = Math.max(0, entries.nextSetBit(0));
        return pts.get(at);
    }

    /**
     * {@return display indices of the frames at which decoding can begin} What was decoded before such a frame is also
     * shown before it; where that does not hold, it is left out.
     *
     * @param sorted times in display order
     */
    int[] keys(long[] sorted) {
        LongList keys = new LongList();
        keys.add(0);
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < pts.size(); i++) {
            if (entries.get(i) && pts.get(i) > latest) {
                int at = Arrays.binarySearch(sorted, pts.get(i));
                if (at > 0) {
                    keys.add(at);
                }
            }
            latest = Math.max(latest, pts.get(i));
        }
        return Arrays.stream(keys.toArray()).mapToInt(Math::toIntExact).toArray();
    }

    /** {@return how long the frame with this time lasts, 0 if its packet does not say} */
    long durationOf(long time) {
        for (int i = pts.size() - 1; i >= 0; i--) {
            if (pts.get(i) == time) {
                return Math.max(0, durations.get(i));
            }
        }
        return 0;
    }
}
