package io.vsr4j.models;

/** How much memory a window needs beyond the weights: what predicts a run before it is started. */
@FunctionalInterface
public interface MemoryModel {
    /**
     * Predicts the peak of one call of {@link VsrModel#restore}, including its input and result.
     *
     * @param frames in the window
     * @param width of a source frame, in pixels
     * @param height of a source frame, in pixels
     * @param scale the factor
     * @return bytes, for the {@code f32} type
     */
    long bytes(int frames, int width, int height, int scale);
}
