package io.vsr4j.upscale;

import io.vsr4j.models.ModelCard;
import java.util.OptionalInt;

/** Which windows a model can be given, and how many frames neighbours share and are cross-faded over. */
record WindowRule(ModelCard card) {
    /**
     * {@return frames that windows share where nothing is asked for; empty if windows so short cannot follow each other}
     * Shorter windows share less, so that the work stays in proportion.
     */
    OptionalInt overlap(int window) {
        int step = card.frames().step();
        int most = Math.min(card.windowOverlap(), Math.max(window / 2, 2 * card.warmUpFrames() + 1));
        int stride = Math.max(step, (window - most + step - 1) / step * step);
        int overlap = window - stride;
        return showsWarmUp(overlap) || overlap < 0 ? OptionalInt.empty() : OptionalInt.of(overlap);
    }

    /** {@return the next shorter window, if there is one} */
    OptionalInt shorter(int window) {
        int next = window - card.frames().step();
        return next >= card.frames().minimum() && overlap(next).isPresent()
                ? OptionalInt.of(next)
                : OptionalInt.empty();
    }

    /**
     * Frames in the middle of an overlap over which windows are cross-faded. An overlap of twice the model's reach and more
     * is exact: each window counts only where it sees all that matters. In a shorter one the outer thirds count for one
     * window alone, and the first frames of the later window not at all if the model is still warming up there.
     */
    int fade(int overlap) {
        int middle = exact(overlap) ? overlap - 2 * card.temporalReach() : overlap / 3;
        return Math.max(0, Math.min(middle, overlap - 2 * card.warmUpFrames()));
    }

    /** {@return whether windows that share so many frames give what a whole shot gives} */
    boolean exact(int overlap) {
        return overlap >= 2 * card.temporalReach();
    }

    /** {@return whether first frames of a later window count, for which the model is still warming up} */
    boolean showsWarmUp(int overlap) {
        return overlap < 2 * card.warmUpFrames();
    }

    /**
     * Refuses windows that the model does not take, or that cannot follow each other.
     *
     * @param frames of the video: a single window overlaps nothing
     */
    void check(int window, int overlap, int frames) {
        if (overlap < 0 || overlap >= window) {
            throw new InvalidRequestException("--overlap must be in 0.." + (window - 1) + " for windows of " + window
                    + " frames, got " + overlap);
        }
        int step = card.frames().step();
        if (frames > window && (window - overlap) % step != 0) {
            int first = Math.floorMod(window, step);
            throw new InvalidRequestException("model '" + card.id() + "' works on groups of " + step
                    + " frames, which must line up from window to window: windows of " + window + " frames can share "
                    + first + ", " + (first + step) + ", ... frames, got " + overlap + "; choose another --overlap");
        }
    }
}
