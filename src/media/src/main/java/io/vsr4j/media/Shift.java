package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_ROUND_DOWN;
import static org.bytedeco.ffmpeg.global.avutil.AV_ROUND_UP;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q_rnd;

import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * What is added to every time of the source: all streams move together, by whole units of the video, and only where the
 * plan or the container makes them.
 *
 * @param ticks in the plan's unit
 * @param lead how far a transport stream's clock runs ahead of its first frame, in microseconds
 */
record Shift(long ticks, long lead) {
    private static final AVRational MICROSECONDS = av_make_q(1, 1_000_000);
    private static final long USUAL_LEAD = 700_000;
    /** Clocks of transport streams start anywhere; a file that begins hours after 0 confuses players. */
    private static final long LATEST_START = 10_000_000;

    /**
     * @param source where the other streams come from, or null
     * @param firstTimes when each of them starts, in its own unit
     */
    static Shift of(
            JoinPlan plan,
            DecodeTimes video,
            JoinSource source,
            Map<Integer, Long> firstTimes,
            Container to,
            List<String> notes) {
        AVRational unit = Ffmpeg.rational(plan.frames().timeBase());
        long earliest = to.isMatroska() ? plan.pts(0) : video.dts()[0];
        for (Map.Entry<Integer, Long> first : firstTimes.entrySet()) {
            AVStream stream = source.stream(first.getKey());
            long heard = first.getValue() + (to.isMatroska() ? delay(stream, first.getValue()) : 0);
            earliest = Math.min(earliest, av_rescale_q_rnd(heard, stream.time_base(), unit, AV_ROUND_DOWN));
        }
        earliest -= plan.origin();
        long start = av_rescale_q(earliest, unit, MICROSECONDS);
        boolean fromTs = source != null && source.isTransportStream();
        long by = 0;
        if (to == Container.AVI) {
            by = plan.origin() - plan.pts(0);
        } else if (to == Container.TS) {
            if (start < 0 || !fromTs || !plan.whole()) {
                by = av_rescale_q_rnd(USUAL_LEAD, MICROSECONDS, unit, AV_ROUND_UP) - earliest;
            }
        } else if (earliest < 0 && !to.holdsNegativeTimes() || fromTs && start > LATEST_START) {
            by = -earliest;
        }
        if (by != 0) {
            notes.add("all times are moved by %.6f s: %s"
                    .formatted(
                            by * plan.frames().timeBase().value(),
                            to == Container.TS
                                    ? "the clock of a transport stream starts before its first frame"
                                    : earliest < 0 ? to + " holds none before 0" : "they start at 0 in " + to));
        }
        long lead = Math.min(USUAL_LEAD, av_rescale_q(earliest + by, unit, MICROSECONDS));
        return new Shift(by - plan.origin(), Math.max(0, lead));
    }

    private static long delay(AVStream stream, long firstTime) {
        int samples = padding(stream, firstTime);
        return samples == 0 ? 0 : av_rescale_q(samples, sample(stream), stream.time_base());
    }

    /** {@return samples that the decoder gives before the first one to be heard} MP4 says it of AAC by negative times. */
    static int padding(AVStream stream, long firstTime) {
        int said = stream.codecpar().initial_padding();
        boolean aac = stream.codecpar().codec_id() == AV_CODEC_ID_AAC;
        if (said != 0 || !aac || firstTime >= 0 || firstTime == AV_NOPTS_VALUE) {
            return said;
        }
        return (int) Math.min(4096, av_rescale_q(-firstTime, stream.time_base(), sample(stream)));
    }

    private static AVRational sample(AVStream stream) {
        return av_make_q(1, Math.max(1, stream.codecpar().sample_rate()));
    }
}
