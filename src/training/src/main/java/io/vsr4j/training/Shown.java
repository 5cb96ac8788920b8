package io.vsr4j.training;

import ai.djl.ndarray.NDArray;

/**
 * A picture for the page of a training.
 *
 * @param caption what it is
 * @param image {@code [3, H, W]}, RGB; numbers outside 0 to 1 are cut
 */
public record Shown(String caption, NDArray image) {}
