package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** The source of a join: its streams, and the packets that belong to the plan's part of it. */
final class JoinSource implements AutoCloseable {
    /** Files interleave their streams no worse than this, nearly always. */
    private static final int SECONDS_APART = 30;

    private static final int PACKETS_TO_LOOK_AT = 4000;

    private final Path path;
    private final SourceFile file;
    private final JoinPlan plan;
    private final boolean straddling;
    private final AVRational unit;
    private final Set<Integer> wanted = new HashSet<>();

    /**
     * @param straddling whether packets that begin before the part and reach into it belong to it
     */
    JoinSource(Path path, JoinPlan plan, boolean straddling) {
        this.path = path;
        this.plan = plan;
        this.straddling = straddling;
        file = new SourceFile(path);
        unit = Ffmpeg.rational(plan.frames().timeBase());
        if (plan.videoStream() >= context().nb_streams()) {
            close();
            throw new MediaException("the video of " + path + " should be its stream " + plan.videoStream()
                    + ", but it has " + context().nb_streams() + " streams");
        }
    }

    AVFormatContext context() {
        return file.context();
    }

    boolean isTransportStream() {
        return context().iformat().name().getString().equals("mpegts");
    }

    AVStream stream(int index) {
        return context().streams(index);
    }

    int streams() {
        return context().nb_streams();
    }

    /** Says which streams {@link #next} gives, and goes to the first packet of the plan's part. */
    void want(Set<Integer> streams) {
        wanted.addAll(streams);
        discardOthers(context());
        if (!plan.whole()) {
            // Where this fails, reading begins at the beginning, which is right as well.
            streams.stream().filter(i -> !sparse(stream(i))).findFirst().ifPresent(i -> {
                long from =
                        av_rescale_q(plan.origin() - apart(), unit, stream(i).time_base());
                av_seek_frame(context(), i, from, AVSEEK_FLAG_BACKWARD);
            });
        }
    }

    /** Reads the next packet of a wanted stream that belongs to the part; false at the end. */
    boolean next(AVPacket into) {
        while (av_read_frame(context(), into) >= 0) {
            int index = into.stream_index();
            if (wanted.contains(index)) {
                long time = into.pts() != AV_NOPTS_VALUE ? into.pts() : into.dts();
                if (plan.whole() || time == AV_NOPTS_VALUE) {
                    return true;
                }
                AVRational own = stream(index).time_base();
                long start = av_rescale_q(time, own, unit);
                if (start < plan.endPts() && reaches(into, time, stream(index))) {
                    return true;
                }
                if (start > plan.endPts() + apart()) {
                    av_packet_unref(into);
                    return false;
                }
            }
            av_packet_unref(into);
        }
        return false;
    }

    /** {@return whether a packet is shown in the part at all} A subtitle that is shown already begins with the part. */
    private boolean reaches(AVPacket packet, long time, AVStream stream) {
        long origin = av_rescale_q(plan.origin(), unit, stream.time_base());
        long end = time + Math.max(1, packet.duration());
        if (time < origin && end > origin && stream.codecpar().codec_type() == AVMEDIA_TYPE_SUBTITLE) {
            packet.pts(origin).dts(origin).duration(end - origin);
            return true;
        }
        return time >= origin || straddling && end > origin;
    }

    /** {@return decoding time of the first packet of each stream, in its own unit; streams without one nearby are left out} */
    Map<Integer, Long> firstTimes(Set<Integer> streams) {
        Map<Integer, Long> times = new HashMap<>();
        AVPacket packet = av_packet_alloc();
        try (JoinSource look = new JoinSource(path, plan, straddling)) {
            look.want(streams);
            long steady = streams.stream().filter(i -> !sparse(look.stream(i))).count();
            for (int n = 0; n < PACKETS_TO_LOOK_AT && times.size() < steady && look.next(packet); n++) {
                long time = packet.dts() != AV_NOPTS_VALUE ? packet.dts() : packet.pts();
                if (time != AV_NOPTS_VALUE && !sparse(look.stream(packet.stream_index()))) {
                    times.putIfAbsent(packet.stream_index(), time);
                }
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
        }
        return times;
    }

    private long apart() {
        return av_rescale_q(SECONDS_APART, av_make_q(1, 1), unit);
    }

    private static boolean sparse(AVStream stream) {
        int type = stream.codecpar().codec_type();
        return type == AVMEDIA_TYPE_SUBTITLE || type == AVMEDIA_TYPE_ATTACHMENT || Copies.isCover(stream);
    }

    private void discardOthers(AVFormatContext context) {
        for (int i = 0; i < context.nb_streams(); i++) {
            if (!wanted.contains(i)) {
                context.streams(i).discard(AVDISCARD_ALL);
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
