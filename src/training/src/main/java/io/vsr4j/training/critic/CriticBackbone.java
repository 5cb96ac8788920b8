package io.vsr4j.training.critic;

import ai.djl.ndarray.NDArray;

/** What a critic sees with: a network that was trained for something else, and stays as it is but for its first layer. */
public interface CriticBackbone {
    /** {@return channels that it gives} */
    int width();

    /** {@return name of its first convolution, which fits the critic's input and is learned} */
    String first();

    /**
     * Computes features. Gradients reach the first convolution and the input.
     *
     * @param x {@code [B * T, in, H, W]}, the frames of each clip one after the other
     * @param frames T
     * @return {@code [B * T, width, H', W']}
     */
    NDArray forward(NDArray x, int frames);
}
