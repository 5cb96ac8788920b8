package io.vsr4j.models.oasis;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerBlock;
import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.models.wan.WanTransformerTime;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import java.util.List;

/** The Wan transformer with Attention Specialization Routing: each head attends as its {@link HeadPattern} says. */
public final class OasisTransformer {
    private final WanTransformer network;
    private final List<RoutedAttention> attention;

    /**
     * Puts a routing on a network.
     *
     * @param network stays the caller's
     * @param routing of as many layers and heads
     */
    public OasisTransformer(WanTransformer network, Routing routing) {
        int heads = network.config().heads();
        if (routing.layers().size() != network.size() || routing.layers().get(0).size() != heads) {
            throw new IllegalArgumentException("the network has " + network.size() + " layers of " + heads
                    + " heads, the routing " + routing.layers().size() + " of "
                    + routing.layers().get(0).size());
        }
        this.network = network;
        attention = routing.layers().stream().map(RoutedAttention::new).toList();
    }

    /**
     * Predicts the velocity of a latent.
     *
     * @param latent {@code (B, C, frames, rows, columns)}, of any floating type
     * @param timestep 0 to 1000: {@code (B)}
     * @param text of 1 or B samples
     * @return velocity, of the latent's shape and type
     */
    public NDArray forward(NDArray latent, NDArray timestep, WanTransformerText text) {
        WanTransformerGrid grid = WanTransformerGrid.of(latent.getShape(), network.config());
        return Scopes.within(latent.getManager(), scope -> {
            WanTransformerTime time = network.time(Scopes.borrow(scope, timestep));
            NDArray x = network.patchify(Scopes.borrow(scope, latent));
            NDArray rotation = network.rotation(x, grid);
            for (int i = 0; i < network.size(); i++) {
                try (NDArray before = x) {
                    x = block(i, before, grid, time, rotation, text);
                }
            }
            return Torch.to(network.head(x, time, grid), Torch.type(latent));
        });
    }

    /** One block. */
    NDArray block(
            int index,
            NDArray x,
            WanTransformerGrid grid,
            WanTransformerTime time,
            NDArray rotation,
            WanTransformerText text) {
        WanTransformerBlock block = network.block(index);
        RoutedAttention routed = attention.get(index);
        if (routed.global()) {
            return block.forward(x, time, rotation, text);
        }
        return block.forward(x, time, rotation, text, qkv -> routed.forward(qkv.get(0), qkv.get(1), qkv.get(2), grid));
    }
}
