package io.vsr4j.degrade;

import ai.djl.ndarray.NDManager;

/**
 * What is made of one clip.
 *
 * @param seed decides everything that is drawn
 * @param width of the results in pixels
 * @param height of the results in pixels
 * @param temporal how what is drawn changes from frame to frame
 * @param scope for tensors; outlives the steps
 */
public record Order(long seed, int width, int height, Temporal temporal, NDManager scope) {
    /** Checks the size. */
    public Order {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("degraded frames must be at least 1x1, got " + width + "x" + height);
        }
    }
}
