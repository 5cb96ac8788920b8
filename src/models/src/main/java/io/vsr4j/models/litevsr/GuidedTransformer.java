package io.vsr4j.models.litevsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.models.wan.WanTransformerTime;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;

/**
 * The frozen transformer under the guidance of the adapter, eq. 4: {@code v(z_t, t, c | A(z_LQ, z0_hat, t))}. The noisy
 * latent and the condition go through the same blocks as one batch, so that the weights are in memory once. Both
 * networks belong to the caller, and may be loaded whole or streamed.
 *
 * @param base the frozen transformer
 * @param modules what guides it
 */
public record GuidedTransformer(WanTransformer base, LiteVsrModules modules) {
    /**
     * Predicts the velocity.
     *
     * @param state z_t, {@code (B, C_in, frames, rows, columns)}, of any floating type
     * @param timestep 0 to 1000, {@code (1)} or {@code (B)}
     * @param lowQuality z_LQ, shaped as the state
     * @param estimate z0_hat, shaped as the state
     * @param text of 1 sample
     * @return {@code (B, C_out, frames, rows, columns)}, of the state's type
     */
    public NDArray velocity(
            NDArray state, NDArray timestep, NDArray lowQuality, NDArray estimate, WanTransformerText text) {
        require(state.getShape(), timestep.getShape(), lowQuality.getShape(), estimate.getShape());
        WanTransformerGrid grid = WanTransformerGrid.of(state.getShape(), base.config());
        return Scopes.within(state.getManager(), scope -> {
            NDArray t = Scopes.borrow(scope, timestep);
            NDArray z = Scopes.borrow(scope, state);
            WanTransformerTime time = base.time(t);
            NDArray x = base.patchify(z);
            NDArray rotation = base.rotation(x, grid);
            NDArray refined = modules.config().refinement() == Refinement.NOISY ? z : estimate;
            try (NDArray main = x;
                    NDArray condition = modules.adapter()
                            .forward(Scopes.borrow(scope, lowQuality), refined, time, rotation, grid)) {
                x = AdapterBlock.SCRIPT.call("both", main, condition);
            }
            WanTransformerTime times = t.size() == 1 ? time : base.time(t.concat(t));
            for (int i = 0; i < base.size(); i++) {
                // Not in the paper: whether it goes in before or after the block.
                try (NDArray before = x;
                        NDArray after = base.block(i).forward(before, times, rotation, text)) {
                    x = modules.injection(i).forward(after);
                }
            }
            NDArray velocity = base.head(AdapterBlock.SCRIPT.call("branch", x, 0), time, grid);
            return Torch.to(velocity, Torch.type(state));
        });
    }

    private static void require(Shape state, Shape timestep, Shape lowQuality, Shape estimate) {
        if (!lowQuality.equals(state) || !estimate.equals(state)) {
            throw new IllegalArgumentException("state, low-quality latent and estimate must have one shape, got "
                    + state + ", " + lowQuality + " and " + estimate);
        }
        if (timestep.dimension() != 1 || timestep.get(0) != 1 && timestep.get(0) != state.get(0)) {
            throw new IllegalArgumentException("timestep must be (1) or (" + state.get(0) + "), got " + timestep);
        }
    }
}
