package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_DATA;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * What one stream of a file holds.
 *
 * @param index its place in the file
 * @param type FFmpeg's kind of media
 * @param codec FFmpeg's number of the codec
 * @param aside whether it is a cover or an attachment, which containers keep apart from the streams in time
 * @param unit of all times here
 * @param end when it ends
 * @param packets its packets
 */
record StreamFacts(int index, int type, int codec, boolean aside, Rational unit, long end, PacketTally packets) {
    /** {@return facts of a stream after its packets went through a tally} */
    static StreamFacts of(AVStream stream, PacketTally packets, long end) {
        int type = stream.codecpar().codec_type();
        return new StreamFacts(
                stream.index(),
                type,
                stream.codecpar().codec_id(),
                CoverArt.is(stream) || type == AVMEDIA_TYPE_ATTACHMENT,
                Ffmpeg.rational(stream.time_base()),
                end,
                packets);
    }

    /**
     * Reads a file to its end.
     *
     * @return all streams but data: time codes and chapter titles are such, and muxers make them themselves
     */
    static List<StreamFacts> read(Demuxer file) {
        List<PacketTally> tallies = new ArrayList<>();
        for (int i = 0; i < file.context().nb_streams(); i++) {
            tallies.add(new PacketTally(file.context().streams(i).codecpar()));
        }
        AVPacket packet = av_packet_alloc();
        try {
            while (file.read(packet)) {
                if (packet.stream_index() < tallies.size()) {
                    tallies.get(packet.stream_index()).add(packet);
                }
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
        }
        List<StreamFacts> found = new ArrayList<>();
        for (int i = 0; i < tallies.size(); i++) {
            AVStream stream = file.context().streams(i);
            if (stream.codecpar().codec_type() != AVMEDIA_TYPE_DATA) {
                found.add(of(stream, tallies.get(i), end(stream, tallies.get(i))));
            }
        }
        return found;
    }

    /** A stream's own duration counts before its packets': MP4 tells theirs in coding order. */
    private static long end(AVStream stream, PacketTally packets) {
        boolean told = stream.start_time() != AV_NOPTS_VALUE && stream.duration() != AV_NOPTS_VALUE;
        return told ? stream.start_time() + stream.duration() : packets.end();
    }

    /** {@return times of the packets, in order} */
    long[] times() {
        long[] times = packets.pts().toArray();
        Arrays.sort(times);
        return times;
    }

    String name() {
        return name(codec);
    }

    /** {@return a codec's name; the layers of MPEG audio share one, since MP4 does not tell them apart} */
    static String name(int codec) {
        String name = avcodec_get_name(codec).getString();
        return name.equals("mp1") || name.equals("mp2") ? "mp3" : name;
    }
}
