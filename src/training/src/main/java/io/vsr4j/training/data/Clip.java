package io.vsr4j.training.data;

import ai.djl.ndarray.NDArray;

/**
 * Consecutive frames of one shot to learn from: {@code float32}, RGB, 0 to 1.
 *
 * @param high what is wanted, {@code [T, 3, H, W]}
 * @param low what there is, {@code [T, 3, H / scale, W / scale]}
 * @param flow exact motion in pixels of {@code high}, {@code [2, T - 1, 2, H, W]}; null where it is not known. With index 0,
 *     pixel p of frame i shows what is at p + flow in frame i + 1; with index 1, pixel p of frame i + 1 what is at p + flow
 *     in frame i. The components are x, y
 * @param teacher what a teacher makes of {@code low}, as {@code high}; null where there is none
 */
public record Clip(NDArray high, NDArray low, NDArray flow, NDArray teacher) {}
