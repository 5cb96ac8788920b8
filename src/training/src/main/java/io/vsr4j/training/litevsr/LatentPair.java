package io.vsr4j.training.litevsr;

import ai.djl.ndarray.NDArray;

/**
 * A clip as latents: normalised means of the autoencoder, {@code float32 (1, z, frames, rows, columns)}.
 *
 * @param high z_0, what is wanted
 * @param low z_LQ, what there is, enlarged before it was encoded; shaped as {@code high}
 */
public record LatentPair(NDArray high, NDArray low) {}
