package io.vsr4j.models;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * A model with its weights in memory, for one factor. It keeps nothing from one call to the next: equal arguments give
 * equal bits, on the same kind of device with the same number of threads. Any thread may call it, one at a time.
 */
public interface VsrModel extends AutoCloseable {
    /** {@return what the model says of itself} */
    ModelCard card();

    /** {@return the factor that it was opened for} */
    int scale();

    /** {@return SHA-256 of the weights in use, in hexadecimal, or {@code none} if there are none} */
    String fingerprint();

    /**
     * {@return what the model must know of a whole shot; empty if it needs to know nothing} Without it, as in
     * {@link Placement#ORIGIN}, a model takes the window that it is given for the whole shot.
     */
    default Optional<ShotMeasure> shotMeasure() {
        return Optional.empty();
    }

    /**
     * Enlarges one window.
     *
     * @param frames {@code float32 [T, 3, h, w]}: red, green, blue in 0..1, on the model's device. T follows the card's
     *     frame rule; h and w are multiples of its spatial multiple.
     * @param at where the window lies in the video
     * @return {@code float32 [T, 3, h * scale, w * scale]}, contiguous; not limited to 0..1, that is the caller's to do.
     *     It belongs to the manager of {@code frames}; nothing else stays behind there.
     * @throws IllegalArgumentException if the model does not take such a window; says which it does take
     */
    NDArray restore(NDArray frames, Placement at);

    /** Frees the weights. */
    @Override
    void close();
}
