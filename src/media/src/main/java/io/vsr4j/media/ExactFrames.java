package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Decoded frames by display index, exactly one for each. */
final class ExactFrames implements AutoCloseable {
    private static final int NONE = -1;

    private final DecodedFrames decoded;
    private final FrameIndex index;
    private final AVFrame shown = av_frame_alloc();
    private final AVFrame ahead = av_frame_alloc();
    private int shownAt; // frames up to this one are gone
    private boolean shownHolds; // whether there is anything to repeat
    private int aheadAt = NONE;
    private int counter;
    private int cursor; // where decoding stands: no frame before it will come
    private boolean ended = true;
    private boolean damaged;

    ExactFrames(DecodedFrames decoded, FrameIndex index) {
        this.decoded = decoded;
        this.index = index;
        begin(0);
    }

    /**
     * Finds a frame.
     *
     * @param frame display index
     * @return the frame, or its neighbour if it cannot be decoded; null if nothing at all can; valid until the next call
     */
    AVFrame get(int frame) {
        if (frame == shownAt && shownHolds) {
            return shown;
        }
        int key = index.keyBefore(frame);
        if (frame <= shownAt || index.keys()[key] > cursor) {
            begin(key);
        }
        AVFrame found = advance(frame);
        // Nothing in the whole rest of the file: an earlier key frame may give something to repeat.
        for (int back = 1; found == null && key > 0; back *= 2) {
            key = Math.max(0, key - back);
            begin(key);
            found = advance(frame);
        }
        return found;
    }

    /** {@return whether the frame that was found last is concealed or repeated} */
    boolean damaged() {
        return damaged;
    }

    private AVFrame advance(int frame) {
        while (true) {
            if (aheadAt == NONE && !ended) {
                decode();
            }
            if (aheadAt != NONE && aheadAt <= frame) {
                shownAt = aheadAt;
                damaged = isDamaged(ahead);
                av_frame_unref(shown);
                av_frame_move_ref(shown, ahead);
                shownHolds = true;
                aheadAt = NONE;
                if (shownAt == frame) {
                    return shown;
                }
            } else if (aheadAt != NONE || ended) {
                shownAt = frame;
                damaged = true;
                if (shownHolds) {
                    return shown;
                }
                return aheadAt != NONE ? ahead : null;
            }
        }
    }

    private void decode() {
        AVFrame frame = decoded.next();
        if (frame == null) {
            ended = true;
            return;
        }
        int at = index.counted() ? count() : find(frame);
        if (at >= cursor && at < index.count()) {
            av_frame_move_ref(ahead, frame);
            aheadAt = at;
            cursor = at + 1;
        }
    }

    /** {@return display index of the next frame that is there} */
    private int count() {
        while (Arrays.binarySearch(index.lost(), counter) >= 0) {
            counter++;
        }
        return counter++;
    }

    /** {@return display index of a frame, negative for those that an edit list hides or a lost key frame spoils} */
    private int find(AVFrame frame) {
        long pts = frame.pts() != AV_NOPTS_VALUE ? frame.pts() : frame.best_effort_timestamp();
        return Arrays.binarySearch(index.pts(), pts);
    }

    private void begin(int key) {
        decoded.begin(index, key);
        av_frame_unref(shown);
        av_frame_unref(ahead);
        shownHolds = false;
        aheadAt = NONE;
        counter = 0;
        // Leading pictures of an open group come out before their key frame, but belong to the group before.
        cursor = index.keys()[key];
        shownAt = cursor - 1;
        ended = false;
    }

    private static boolean isDamaged(AVFrame frame) {
        return (frame.flags() & FrameFlags.CORRUPT) != 0 || frame.decode_error_flags() != 0;
    }

    @Override
    public void close() {
        av_frame_free(shown);
        av_frame_free(ahead);
        decoded.close();
    }
}
