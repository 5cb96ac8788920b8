package io.vsr4j.training.compact;

import ai.djl.ndarray.NDArray;
import io.vsr4j.training.critic.ClipKind;
import java.util.Map;

/**
 * Some clips to learn from, their frames one after the other.
 *
 * @param low {@code [B * T, 3, H / scale, W / scale]}
 * @param high {@code [B * T, 3, H, W]}
 * @param frames T
 * @param real what a critic learns from, each {@code [B * T, 3, H, W]}; empty if there is none
 */
record CompactSample(NDArray low, NDArray high, int frames, Map<ClipKind, NDArray> real) {}
