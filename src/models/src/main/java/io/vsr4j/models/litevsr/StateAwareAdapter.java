package io.vsr4j.models.litevsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.models.wan.WanTransformerTime;
import io.vsr4j.tensor.Scopes;
import java.util.ArrayList;
import java.util.List;

/**
 * The State-Aware Adapter (section 3.3): from the low-quality latent, the current estimate of the clean one and the time it
 * makes the tokens of the condition branch.
 *
 * <pre>
 * s = phi_s(z_LQ), r = phi_r(z0_hat)           the structural and the refinement stream, eq. 6 and 7
 * Q = Tile(P)                                  a learned window, repeated over the frame
 * Q = Q + Attention(AdaLN(Q, t), [s; r])       eq. 5 and 8
 * c = s + out(Q)
 * </pre>
 */
public final class StateAwareAdapter {
    private final Parameters p;
    private final LiteVsrConfig config;
    private final long[] patch;
    private final List<AdapterBlock> blocks = new ArrayList<>();

    StateAwareAdapter(Parameters p, LiteVsrConfig config, WanTransformerConfig base) {
        this.p = p;
        this.config = config;
        this.patch = base.patch().stream().mapToLong(n -> n).toArray();
        long width = base.width();
        p.conv("phi_s", base.inChannels(), width, patch);
        if (config.refinement() != Refinement.NONE) {
            p.conv("phi_r", base.inChannels(), width, patch);
        }
        long[] window = new long[patch.length + 1];
        for (int axis = 0; axis < patch.length; axis++) {
            window[axis] = config.queryWindow().get(axis) / patch[axis];
        }
        window[patch.length] = width;
        p.tensor("prototype", window);
        for (int i = 0; i < config.depth(); i++) {
            blocks.add(new AdapterBlock(p.child("blocks." + i), config, base));
        }
        // Without a bias, which would be that of phi_s once more.
        p.matrix("out", width, width);
    }

    /**
     * Makes the condition.
     *
     * @param lowQuality z_LQ, {@code (B, C_in, frames, rows, columns)}
     * @param refined what the refinement stream sees, of the same shape; ignored if there is no such stream
     * @param time of 1 or B samples
     * @param rotation of the tokens
     * @param grid of the tokens
     * @return c, {@code (B, L, C)}
     */
    public NDArray forward(
            NDArray lowQuality, NDArray refined, WanTransformerTime time, NDArray rotation, WanTransformerGrid grid) {
        return Scopes.within(lowQuality.getManager(), scope -> {
            NDArray structure = tokens(Scopes.borrow(scope, lowQuality), "phi_s");
            NDArray streams = structure;
            if (config.refinement() != Refinement.NONE) {
                NDArray dynamic = tokens(Scopes.borrow(scope, refined), "phi_r");
                streams = structure.concat(dynamic, 1);
            }
            NDArray x = tiled(structure, grid);
            for (AdapterBlock block : blocks) {
                try (NDArray before = x) {
                    x = block.forward(before, streams, time.embedding(), rotation);
                }
            }
            // Not in the paper: where the residual comes from, which it says keeps training from collapsing.
            return AdapterBlock.SCRIPT.call("condition", structure, x, p.dict());
        });
    }

    private NDArray tokens(NDArray latent, String name) {
        return AdapterBlock.SCRIPT.call("tokens", latent, p.dict(), name, patch);
    }

    /** The query of every token, {@code (B, L, C)}, with the manager of its first argument. */
    NDArray tiled(NDArray like, WanTransformerGrid grid) {
        long[] size = {grid.frames(), grid.rows(), grid.columns()};
        return AdapterBlock.SCRIPT.callIn(
                like.getManager(), "tiled", p.get("prototype"), like.getShape().get(0), size);
    }
}
