package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** What the packets of a stream say about its frames, without decoding one. */
final class PacketScan {
    /** Most frames by which display order may differ from decoding order: the standards allow 16, and some slack. */
    static final int MOST_REORDERING = 20;

    /** Frames of a quiet scene may be that much smaller than the average. */
    private static final int SMALLEST_SHARE = 4;

    /** Times beyond this are no times: sums of two must not overflow. */
    static final long MOST_TICKS = 1L << 55;

    private final LongList pts = new LongList(); // of each frame, in decoding order
    private final LongList durations = new LongList();
    private final LongList spaces = new LongList(); // bytes of the file between a frame and the packet before
    private final BitSet entries = new BitSet(); // where decoding can begin
    private final Set<Long> sizes = new HashSet<>(); // of key frames, as far as they can be parsed
    private int packets;
    private long bytes; // of all packets
    private long packetEnd; // of the latest one, in the file
    private int corrupt;
    private int missing;
    private boolean unclear;
    private boolean skipsBytes;
    private boolean interlaced;

    private PacketScan() {}

    /**
     * Reads all packets.
     *
     * @param demuxer at the start of the file
     */
    static PacketScan run(Demuxer demuxer, MediaLimits limits) {
        PacketScan scan = new PacketScan();
        demuxer.watchForGaps();
        boolean parsed = demuxer.stream().codecpar().codec_id() == AV_CODEC_ID_H264;
        try (PacketParser parser = new PacketParser(demuxer.stream().codecpar())) {
            PacketReader reader = PacketReader.of(demuxer, parser);
            for (AVPacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
                scan.add(packet, reader);
                if (PacketReader.isKey(packet)) {
                    if (!parsed) {
                        parser.read(packet);
                    }
                    scan.sizes.add(parser.size());
                    scan.interlaced |= parser.interlaced();
                }
                if (scan.pts.size() > limits.maxFrames()) {
                    throw new MediaException(demuxer.file() + ": has more frames than the limit of "
                            + limits.maxFrames() + "; raise the limit or cut the video");
                }
            }
        }
        scan.skipsBytes = demuxer.gaps() > 0 || demuxer.indexed() > scan.packets;
        return scan;
    }

    private void add(AVPacket packet, PacketReader reader) {
        packets++;
        bytes += packet.size();
        long space = packetEnd == 0 ? 0 : packet.pos() - packetEnd;
        packetEnd = packet.pos() + packet.size();
        PacketReader.Content content = reader.read(packet);
        if ((packet.flags() & AV_PKT_FLAG_CORRUPT) != 0) {
            corrupt++;
        }
        if ((packet.flags() & AV_PKT_FLAG_DISCARD) != 0 || content == PacketReader.Content.NOTHING_SHOWN) {
            return;
        }
        if (content == PacketReader.Content.SECOND_FIELD) {
            durations.addToLast(packet.duration());
            return;
        }
        unclear |= content == PacketReader.Content.UNCLEAR;
        boolean usable = Math.abs(packet.pts()) < MOST_TICKS;
        add(usable ? packet.pts() : AV_NOPTS_VALUE, packet.duration(), space, content == PacketReader.Content.ENTRY);
    }

    private void add(long time, long duration, long space, boolean entry) {
        entries.set(pts.size(), entry);
        missing += time == AV_NOPTS_VALUE ? 1 : 0;
        pts.add(time);
        durations.add(Math.min(Math.max(0, duration), MOST_TICKS));
        spaces.add(space);
    }

    /** {@return the same without the frames whose times make no sense; they come back as lost ones} */
    PacketScan withoutStrays() {
        BitSet strays = LostFrames.strays(pts.toArray());
        if (strays.isEmpty() || strays.cardinality() == pts.size()) {
            return this;
        }
        PacketScan sound = new PacketScan();
        for (int i = 0; i < pts.size(); i++) {
            if (!strays.get(i)) {
                sound.add(pts.get(i), durations.get(i), spaces.get(i), entries.get(i));
            }
        }
        sound.packets = packets;
        sound.bytes = bytes;
        sound.corrupt = corrupt;
        sound.skipsBytes = skipsBytes;
        sound.unclear = unclear;
        sound.interlaced = interlaced;
        sound.sizes.addAll(sizes);
        return sound;
    }

    /** {@return frames found} */
    int count() {
        return pts.size();
    }

    /** {@return packets read, those without a frame of their own among them} */
    int packets() {
        return packets;
    }

    /** {@return packets that the container calls damaged} */
    int corrupt() {
        return corrupt;
    }

    /** {@return whether parts of the file are damaged or could not be read} */
    boolean damaged() {
        return corrupt > 0 || skipsBytes;
    }

    /** {@return whether the size of the frames changes, as far as can be seen without decoding} */
    boolean sizeChanges() {
        return sizes.size() > 1;
    }

    /** {@return whether a key frame, in the midst of the video perhaps, says that it holds two fields} */
    boolean interlaced() {
        return interlaced;
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
                int at = Arrays.binarySearch(sorted, pts.get(i)); // absent if it was left out
                if (at > 0) {
                    keys.add(at);
                }
            }
            latest = Math.max(latest, pts.get(i));
        }
        return Arrays.stream(keys.toArray()).mapToInt(Math::toIntExact).toArray();
    }

    /** {@return whether the file has room for frames that are lost} Recordings put together have gaps, but no room. */
    LostFrames.Room room() {
        long[] sorted = sortedPts();
        long average = spaces.size() == 0 ? 0 : bytes / spaces.size();
        return (frames, before) -> {
            int at = Arrays.binarySearch(sorted, before);
            for (int i = Math.max(0, at - MOST_REORDERING); i <= at + MOST_REORDERING && i < spaces.size(); i++) {
                if (spaces.get(i) >= frames * average / SMALLEST_SHARE) {
                    return true;
                }
            }
            return false;
        };
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
