package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * A prompt as the blocks read it: their cross-attentions' keys and values, which do not change with the latent or the
 * timestep, so that they are computed once and serve every call with the same weights.
 */
public final class WanTransformerText implements AutoCloseable {
    /**
     * What one block reads.
     *
     * @param keys {@code (1 or B, H, n, D)}
     * @param values {@code (1 or B, H, n, D)}
     */
    record Read(NDArray keys, NDArray values) {}

    private final NDManager owner;
    private final List<Read> blocks;
    private final NDArray bias;

    WanTransformerText(NDManager owner, List<Read> blocks, NDArray bias) {
        this.owner = owner;
        this.blocks = blocks;
        this.bias = bias;
    }

    Read block(int index) {
        return blocks.get(index);
    }

    /** Added to the attention's logits, {@code (1, 1, 1, n)}; null for nothing. */
    NDArray bias() {
        return bias;
    }

    /** {@return how many tokens every block reads} */
    public long tokens() {
        return blocks.get(0).keys().getShape().get(2);
    }

    @Override
    public void close() {
        owner.close();
    }
}
