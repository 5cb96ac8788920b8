package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** One stream of the source on its way into the output, packet by packet. */
final class CopiedStream implements AutoCloseable {
    private final AVStream in;
    private final AVStream out;
    private final boolean strict;
    private final SubtitleConverter converter;
    private final PacketTally tally;
    private long lastDts = AV_NOPTS_VALUE;
    private long lastDuration;
    private int repaired;

    /**
     * @param converter turns packets into another codec, or null
     */
    CopiedStream(AVStream in, AVStream out, SubtitleConverter converter) {
        this.in = in;
        this.out = out;
        this.converter = converter;
        // Muxers let only subtitles share a time.
        this.strict = in.codecpar().codec_type() != AVMEDIA_TYPE_SUBTITLE;
        this.tally = new PacketTally(converter == null ? in.codecpar() : out.codecpar());
    }

    AVStream in() {
        return in;
    }

    AVStream out() {
        return out;
    }

    /** {@return what the output must hold} */
    PacketTally tally() {
        return tally;
    }

    /** {@return packets whose times were missing or ran backwards} */
    int repaired() {
        return repaired;
    }

    /**
     * Moves a packet to the output: its times into the output's unit, mended where a container would refuse them.
     *
     * @param shift what to add to the times
     * @param unit its unit
     * @return whether there is anything to write
     */
    boolean adopt(AVPacket packet, long shift, AVRational unit) {
        if (converter != null && !converter.convert(packet)) {
            av_packet_unref(packet);
            return false;
        }
        long by = av_rescale_q(shift, unit, in.time_base());
        if (packet.pts() != AV_NOPTS_VALUE) {
            packet.pts(packet.pts() + by);
        }
        if (packet.dts() != AV_NOPTS_VALUE) {
            packet.dts(packet.dts() + by);
        }
        av_packet_rescale_ts(packet, in.time_base(), out.time_base());
        mend(packet);
        packet.stream_index(out.index());
        packet.pos(-1);
        lastDts = packet.dts();
        lastDuration = packet.duration();
        tally.add(packet);
        return true;
    }

    private void mend(AVPacket packet) {
        boolean sound = packet.pts() != AV_NOPTS_VALUE && packet.dts() != AV_NOPTS_VALUE;
        if (packet.dts() == AV_NOPTS_VALUE) {
            packet.dts(packet.pts() != AV_NOPTS_VALUE ? packet.pts() : after());
        }
        long least = lastDts == AV_NOPTS_VALUE ? Long.MIN_VALUE : lastDts + (strict ? 1 : 0);
        if (packet.dts() < least) {
            packet.dts(least);
            sound = false;
        }
        if (packet.pts() == AV_NOPTS_VALUE || packet.pts() < packet.dts()) {
            packet.pts(packet.dts());
            sound = false;
        }
        if (packet.duration() < 0) {
            packet.duration(0);
        }
        if (!sound) {
            repaired++;
        }
    }

    @Override
    public void close() {
        if (converter != null) {
            converter.close();
        }
    }

    private long after() {
        return lastDts == AV_NOPTS_VALUE ? 0 : lastDts + Math.max(1, lastDuration);
    }
}
