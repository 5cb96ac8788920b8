package io.vsr4j.quality.flow;

import ai.djl.ndarray.NDArray;

/** Finds where each pixel of a frame went. */
public interface OpticalFlow extends AutoCloseable {
    /** {@return what it is, with its settings: it stands beside every number that was measured with it} */
    String name();

    /**
     * Estimates motion.
     *
     * @param from {@code [1, 3, H, W]}, RGB, 0 to 1
     * @param to {@code [1, 3, H, W]}, RGB, 0 to 1
     * @return {@code [1, 2, H, W]}, pixels to the right, then pixels down: what is at a place in {@code from} is at the
     *     place plus the flow in {@code to}. It belongs to the manager of {@code from}
     */
    NDArray flow(NDArray from, NDArray to);

    @Override
    void close();
}
