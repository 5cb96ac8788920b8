package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** The first frames of a video as its decoder shows them: what the container says is compared with them. */
final class HeadSample {
    private static final int FRAMES = 16;

    private final List<Long> times = new ArrayList<>();
    private FrameFacts facts;
    private boolean failures;

    private HeadSample() {}

    /**
     * Decodes the first frames.
     *
     * @param frames at the start
     */
    static HeadSample take(DecodedFrames frames) {
        HeadSample head = new HeadSample();
        FieldOrder order = FieldOrder.of(frames.demuxer());
        for (AVFrame frame = frames.next(); frame != null && head.times.size() < FRAMES; frame = frames.next()) {
            head.times.add(frame.pts() != AV_NOPTS_VALUE ? frame.pts() : frame.best_effort_timestamp());
            head.facts = head.facts == null ? FrameFacts.of(frame, order) : head.facts.and(FrameFacts.of(frame, order));
        }
        head.failures = frames.failures() > 0;
        return head;
    }

    /** {@return whether no frame could be decoded} */
    boolean isEmpty() {
        return times.isEmpty();
    }

    /** {@return times of the first frames} */
    List<Long> times() {
        return times;
    }

    /** {@return whether the decoder met errors} */
    boolean failures() {
        return failures;
    }

    /** {@return what the first frames say; there must be one} */
    FrameFacts facts() {
        return facts;
    }
}
