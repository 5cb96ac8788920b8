package io.vsr4j.training.oasis;

import ai.djl.ndarray.NDArray;

/**
 * What a step looks at.
 *
 * @param low frames, {@code [T, 3, h, w]}, 0 to 1
 * @param target z_H, the latents of the high-quality frames, {@code (1, z, F, H / 8, W / 8)}
 * @param span which latent frames are decoded for the losses of pixels; null if there are none
 * @param high the frames that the span stands for, {@code [t, 3, H, W]}, 0 to 1; null without
 * @param flow their motion, {@code [2, t - 1, 2, H, W]}, as {@link io.vsr4j.training.data.Clip} has it; null without
 */
public record OasisSample(NDArray low, NDArray target, LatentSpan span, NDArray high, NDArray flow) {}
