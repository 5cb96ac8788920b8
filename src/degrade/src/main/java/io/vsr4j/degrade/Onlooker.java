package io.vsr4j.degrade;

/** Sees the frames of a clip on their way through a preset's steps, to show or to measure what each step does. */
@FunctionalInterface
public interface Onlooker {
    /** Does not look. */
    Onlooker NONE = (after, frame) -> {};

    /**
     * A frame has left a step. Frames come in order at each step; a codec holds some back, so that steps are at different ones.
     *
     * @param after the step, such as {@code blur} or {@code second noise}; the same for all frames of a clip
     * @param frame goes on to the next step, which may change it: copy what is to be kept
     */
    void saw(String after, Raster frame);
}
