package io.vsr4j.models.litevsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.tensor.Piece;
import io.vsr4j.tensor.TorchScript;
import java.util.List;

/**
 * One block of the adapter: the query reads both streams, then goes through a feed-forward layer; the timestep modulates
 * both. Queries and keys are normed as the base model's are.
 *
 * <p>Not in the paper: that there is more than the attention. These are the parts that the published number of parameters
 * has room for.
 */
final class AdapterBlock {
    static final TorchScript SCRIPT = TorchScript.resource(AdapterBlock.class, "adapter.ts.py");

    private final Parameters p;
    private final WanTransformerConfig base;
    private final LiteVsrConfig config;

    AdapterBlock(Parameters p, LiteVsrConfig config, WanTransformerConfig base) {
        this.p = p;
        this.base = base;
        this.config = config;
        long width = base.width();
        for (String layer : new String[] {"to_q", "to_k", "to_v", "to_out"}) {
            p.linear(layer, width, width);
        }
        p.exact("norm_q.weight", width).exact("norm_k.weight", width);
        if (config.timeModulation()) {
            p.exact("ada.weight", 6 * width, width).exact("ada.bias", 6 * width);
        }
        if (config.feedMultiple() > 0) {
            long hidden = config.feedMultiple() * width;
            p.linear("ffn.0", width, hidden).linear("ffn.2", hidden, width);
        }
    }

    /**
     * Runs the block.
     *
     * @param x query, {@code (B, L, C)}
     * @param streams what it reads, {@code (B, L or 2 L, C)}
     * @param embedding of the timestep, {@code (1 or B, 1, C)}
     * @param rotation of L tokens
     * @return {@code (B, L, C)}
     */
    NDArray forward(NDArray x, NDArray streams, NDArray embedding, NDArray rotation) {
        return Piece.run(
                        List.of(x, streams, embedding, rotation),
                        in -> List.of(SCRIPT.call(
                                "block",
                                in.get(0),
                                in.get(1),
                                config.timeModulation() ? in.get(2) : null,
                                config.rotary() ? in.get(3) : null,
                                p.dict(),
                                base.heads(),
                                config.feedMultiple() > 0,
                                base.eps())))
                .get(0);
    }
}
