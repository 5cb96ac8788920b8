package io.vsr4j.models;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model must know of a whole shot before it restores a window of it, such as how degraded it is. It is measured
 * once a shot, on frames that {@link #places} names, and comes back with every {@link Placement} in that shot, so that
 * windows agree however the video is cut into chunks.
 */
@FunctionalInterface
public interface ShotMeasure extends AutoCloseable {
    /** So many frames stand for a shot at the most. */
    int MOST_FRAMES = 16;

    /**
     * Measures a shot. Equal frames give equal numbers.
     *
     * @param frames {@code float32 [n, 3, h, w]}: red, green, blue in 0..1, on the model's device; n up to
     *     {@link #MOST_FRAMES}, h and w those of the source, of whatever size
     * @return finite numbers whose meaning the model knows; at least one
     */
    List<Float> of(NDArray frames);

    /** Frees what measures; whoever has it from a model leaves that to the model. */
    @Override
    default void close() {}

    /**
     * Names the frames that stand for a shot: the middles of equal parts of it.
     *
     * @param length frames in the shot, at least 1
     * @return their places in the shot, rising, from 0 to {@code length - 1}
     */
    static List<Integer> places(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("a shot has at least 1 frame, got " + length);
        }
        int count = Math.min(length, MOST_FRAMES);
        return IntStream.range(0, count)
                .mapToObj(k -> (int) ((2L * k + 1) * length / (2L * count)))
                .toList();
    }
}
