package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entry;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * The index at the end of an AVI file, for one stream. AVI keeps no times: a packet's time is the number of those before
 * it, and where some cannot be read, all that follow come too early. The index knows which packet lies where.
 */
final class AviIndex {
    /** Name and length of a chunk, where its entry points. */
    private static final int CHUNK_HEAD = 8;

    private final Map<Long, Long> times = new HashMap<>(); // by position in the file
    private final Set<Long> known;
    private boolean agrees;
    private boolean differs;

    AviIndex(AVStream stream) {
        int count = avformat_index_get_entries_count(stream);
        for (int i = 0; i < count; i++) {
            AVIndexEntry entry = avformat_index_get_entry(stream, i);
            if (entry.size() > 0) {
                times.put(entry.pos(), entry.timestamp());
            }
        }
        known = new HashSet<>(times.values());
    }

    /** {@return packets that the file once had} */
    int packets() {
        return times.size();
    }

    /** {@return whether the file once had a packet at that time} */
    boolean has(long time) {
        return known.contains(time);
    }

    /** Gives a packet the time of its entry. */
    void mend(AVPacket packet) {
        Long time = times.get(packet.pos() - CHUNK_HEAD);
        if (time == null || time == 0 || packet.dts() == AV_NOPTS_VALUE) {
            return;
        }
        long lost = time - packet.dts();
        // An index that counts bytes, or from elsewhere, shows it before anything is lost.
        agrees |= lost == 0 && !differs;
        differs |= lost != 0 && !agrees;
        if (agrees && lost > 0) {
            packet.dts(packet.dts() + lost);
            packet.pts(packet.pts() == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : packet.pts() + lost);
        }
    }
}
