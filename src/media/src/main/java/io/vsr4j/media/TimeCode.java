package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.av_timecode_init_from_string;
import static org.bytedeco.ffmpeg.global.avutil.av_timecode_make_string;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVTimecode;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** The time code of the first frame, which travels as a tag of the video. */
final class TimeCode {
    private static final String TAG = "timecode";

    private TimeCode() {}

    /** {@return tags whose time code, if there is one, is that of the plan's first frame} */
    static Map<String, String> moved(
            Map<String, String> tags, JoinPlan plan, Rational frameRate, List<String> notes) {
        String start = tags.get(TAG);
        if (start == null) {
            return tags;
        }
        Map<String, String> moved = new LinkedHashMap<>(tags);
        try (AVTimecode code = new AVTimecode();
                BytePointer text = new BytePointer(64L)) {
            if (av_timecode_init_from_string(code, Ffmpeg.rational(frameRate), start, (Pointer) null) < 0) {
                // Muxers refuse the whole file for it.
                moved.remove(TAG);
                notes.add("the time code '" + start + "' is dropped: it does not fit a frame rate of " + frameRate);
            } else if (plan.first() > 0) {
                moved.put(TAG, av_timecode_make_string(code, text, plan.first()).getString());
            }
        }
        return moved;
    }
}
