package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MOV_TEXT;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Counts the packets of one stream, with their times and a checksum of what they carry. The checksum leaves out what
 * containers rewrite: how NAL units are delimited, parameter sets and access unit delimiters that may be put in or taken
 * out, temporal delimiters of AV1, ADTS headers of AAC. So it is the same before a file is written and after it is read.
 */
final class PacketTally {
    private final int codec;
    private final int nalLengthBytes;
    private final CRC32C crc = new CRC32C();
    private final LongList pts = new LongList();
    private long end = Long.MIN_VALUE;

    PacketTally(AVCodecParameters stream) {
        codec = stream.codec_id();
        nalLengthBytes = nalLengthBytes(stream);
    }

    /** Adds a packet; its time may be in any unit, but always the same. */
    void add(AVPacket packet) {
        if (codec == AV_CODEC_ID_MOV_TEXT && packet.size() <= 2) {
            return; // MP4 fills the time between two subtitles with empty ones
        }
        long time = packet.pts() != AV_NOPTS_VALUE ? packet.pts() : packet.dts(); // AVI tells no other
        pts.add(time);
        end = Math.max(end, time + packet.duration());
        if (packet.size() > 0) {
            digest(packet.data().capacity(packet.size()).asByteBuffer().order(ByteOrder.BIG_ENDIAN));
        }
    }

    int count() {
        return pts.size();
    }

    LongList pts() {
        return pts;
    }

    /** {@return when the last packet ends} */
    long end() {
        return end;
    }

    long checksum() {
        return crc.getValue();
    }

    private void digest(ByteBuffer data) {
        if (codec == AV_CODEC_ID_H264 || codec == AV_CODEC_ID_HEVC) {
            if (nalLengthBytes > 0) {
                lengthPrefixed(data);
            } else {
                startCoded(data);
            }
        } else if (codec == AV_CODEC_ID_AV1 && data.limit() > 2 && data.getShort(0) == 0x1200) {
            crc.update(data.position(2)); // an empty temporal delimiter
        } else if (codec == AV_CODEC_ID_AAC && data.limit() > 9 && (data.getShort(0) & 0xfff6) == 0xfff0) {
            boolean protectedByCrc = (data.get(1) & 1) == 0;
            crc.update(data.position(protectedByCrc ? 9 : 7));
        } else {
            crc.update(data);
        }
    }

    private void lengthPrefixed(ByteBuffer data) {
        int at = 0;
        while (at + nalLengthBytes <= data.limit()) {
            long length = 0;
            for (int i = 0; i < nalLengthBytes; i++) {
                length = length << 8 | data.get(at++) & 0xff;
            }
            int stop = (int) Math.min(data.limit(), at + length);
            nal(data, at, stop);
            at = stop;
        }
    }

    private void startCoded(ByteBuffer data) {
        int start = -1;
        for (int at = 0; at + 2 < data.limit(); at++) {
            if (data.get(at + 2) > 1) {
                at += 2; // no start code can begin here or at the next two
            } else if (data.get(at) == 0 && data.get(at + 1) == 0 && data.get(at + 2) == 1) {
                if (start >= 0) {
                    nal(data, start, at);
                }
                start = at + 3;
                at += 2;
            }
        }
        if (start >= 0) {
            nal(data, start, data.limit());
        }
    }

    private void nal(ByteBuffer data, int start, int end) {
        int stop = end;
        while (stop > start && data.get(stop - 1) == 0) {
            stop--; // zeros belong to the next start code
        }
        if (stop == start) {
            return;
        }
        int head = data.get(start);
        int type = codec == AV_CODEC_ID_H264 ? head & 0x1f : head >> 1 & 0x3f;
        boolean rewritten = codec == AV_CODEC_ID_H264 ? type >= 7 && type <= 9 : type >= 32 && type <= 35;
        if (!rewritten) {
            crc.update(data.duplicate().limit(stop).position(start));
        }
    }

    /** {@return bytes of the lengths before NAL units by the header in the stream, 0 where start codes stand instead} */
    private static int nalLengthBytes(AVCodecParameters stream) {
        boolean avc = stream.codec_id() == AV_CODEC_ID_H264;
        int at = avc ? 4 : 21;
        boolean configured = (avc || stream.codec_id() == AV_CODEC_ID_HEVC)
                && stream.extradata_size() > at
                && stream.extradata().get(0) == 1;
        return configured ? (stream.extradata().get(at) & 3) + 1 : 0;
    }
}
