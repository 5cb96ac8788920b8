package io.vsr4j.upscale;

/**
 * Frames that a model sees together. A window never crosses a cut.
 *
 * @param first index of its first frame in the video
 * @param frames number of frames, at least 1
 */
public record Window(int first, int frames) {
    /** {@return index after its last frame} */
    public int end() {
        return first + frames;
    }
}
