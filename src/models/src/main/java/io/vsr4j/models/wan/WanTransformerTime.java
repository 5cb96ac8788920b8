package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;

/**
 * What the network makes of timesteps, in single precision. The second axis is 1 where all tokens of a sample share a
 * timestep.
 *
 * @param embedding {@code (B, 1 or L, C)}, which modulates the head
 * @param modulation {@code (B, 1 or L, 6, C)}, which modulates every block
 */
public record WanTransformerTime(NDArray embedding, NDArray modulation) implements AutoCloseable {
    @Override
    public void close() {
        embedding.close();
        modulation.close();
    }
}
