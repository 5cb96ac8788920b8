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
     * @param sharesTimes whether the container lets packets of one stream share a time
     */
    CopiedStream(AVStream in, AVStream out, SubtitleConverter converter, boolean sharesTimes) {
        this.in = in;
        this.out = out;
        this.converter = converter;
        // Subtitles may share a time everywhere.
        this.strict = !sharesTimes && in.codecpar().codec_type() != AVMEDIA_TYPE_SUBTITLE;
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

    /** {@return what to throw where the container does not take the stream} */
    RefusedStream refused(String why) {
        return new RefusedStream(in.index(), Copies.title(in) + " is dropped: " + why);
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
        boolean empty = packet.size() == 0; // readers of the output would not give it back
        if (empty || converter != null && !converter.convert(packet)) {
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
            packet.dts(decodingTime(packet));
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

    private long decodingTime(AVPacket packet) {
        long after = lastDts == AV_NOPTS_VALUE ? 0 : lastDts + Math.max(1, lastDuration);
        if (packet.pts() == AV_NOPTS_VALUE) {
            return after;
        }
        int delay = in.codecpar().video_delay();
        if (delay == 0) {
            return packet.pts();
        }
        return lastDts == AV_NOPTS_VALUE
                ? packet.pts() - delay * Math.max(1, packet.duration())
                : Math.min(packet.pts(), after);
    }
}
