package io.vsr4j.models.oasis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerBlock;
import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.models.wan.WanTransformerTime;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the heads of a transformer that attend locally anyhow (Attention Specialization Routing): runs it with global
 * attention on latents of some clips, and measures every head at every query.
 */
public final class RoutingMeasure {
    private final WanTransformer network;
    private final double[][][][] sums;
    private int clips;

    /**
     * Begins.
     *
     * @param network loaded; stays the caller's
     */
    public RoutingMeasure(WanTransformer network) {
        this.network = network;
        sums = new double[network.size()][2][RoutingScore.values().length]
                [network.config().heads()];
    }

    /**
     * Measures one clip. Every clip counts the same.
     *
     * @param latent {@code (1, C, frames, rows, columns)}
     * @param timestep T_L, {@code (1)}
     * @param text the prompt
     */
    public void add(NDArray latent, NDArray timestep, WanTransformerText text) {
        WanTransformerGrid grid = WanTransformerGrid.of(latent.getShape(), network.config());
        try (NDManager scope = latent.getManager().newSubManager()) {
            WanTransformerTime time = network.time(Scopes.borrow(scope, timestep));
            NDArray x = network.patchify(Scopes.borrow(scope, latent));
            NDArray rotation = network.rotation(x, grid);
            for (int i = 0; i < network.size(); i++) {
                try (NDArray before = x) {
                    x = block(i, before, grid, time, rotation, text);
                }
            }
        }
        clips++;
    }

    private NDArray block(
            int index,
            NDArray x,
            WanTransformerGrid grid,
            WanTransformerTime time,
            NDArray rotation,
            WanTransformerText text) {
        WanTransformerBlock block = network.block(index);
        NDArray attended;
        try (NDList qkv = block.heads(x, time, rotation)) {
            double[][][] distances = HeadDistances.of(qkv.get(0), qkv.get(1), grid);
            for (int pattern = 0; pattern < distances.length; pattern++) {
                for (int score = 0; score < distances[pattern].length; score++) {
                    for (int h = 0; h < distances[pattern][score].length; h++) {
                        sums[index][pattern][score][h] += distances[pattern][score][h];
                    }
                }
            }
            double scale = 1 / Math.sqrt(network.config().headWidth());
            attended = Torch.attention(qkv.get(0), qkv.get(1), qkv.get(2), null, scale);
        }
        try (attended) {
            return block.rest(x, attended, time, text);
        }
    }

    /**
     * {@return the mean distance of a head from a pattern}
     *
     * @param layer its index
     * @param head its index
     * @param pattern a local one
     * @param score what the distance is
     */
    public double distance(int layer, int head, HeadPattern pattern, RoutingScore score) {
        if (pattern == HeadPattern.GLOBAL || clips == 0) {
            throw new IllegalArgumentException("distances are those of local patterns, after a clip at least");
        }
        return sums[layer][pattern == HeadPattern.INTRA_FRAME ? 0 : 1][score.ordinal()][head] / clips;
    }

    /**
     * Decides. The heads that are farthest from both local patterns stay global; each other one gets the nearer pattern.
     *
     * @param rho which share stays global, 0 to 1: {@code ceil(rho * heads)} of all layers' heads together
     * @param score what the distance is
     * @return the routing
     */
    public Routing routing(double rho, RoutingScore score) {
        if (!(rho >= 0 && rho <= 1)) {
            throw new IllegalArgumentException("rho must be in 0..1, got " + rho);
        }
        int heads = network.config().heads();
        int all = network.size() * heads;
        // 0.07 * 100 is a little above 7, and must not become 8.
        int global = (int) Math.ceil(rho * all - 1e-9);
        List<Integer> farthest = IntStream.range(0, all)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -nearest(i / heads, i % heads, score)))
                .limit(global)
                .toList();
        List<List<HeadPattern>> layers = new ArrayList<>();
        for (int i = 0; i < network.size(); i++) {
            int first = i * heads;
            layers.add(IntStream.range(0, heads)
                    .mapToObj(h -> farthest.contains(first + h) ? HeadPattern.GLOBAL : nearer(first / heads, h, score))
                    .toList());
        }
        return new Routing(layers);
    }

    private double nearest(int layer, int head, RoutingScore score) {
        return Math.min(
                distance(layer, head, HeadPattern.INTRA_FRAME, score),
                distance(layer, head, HeadPattern.WINDOW, score));
    }

    private HeadPattern nearer(int layer, int head, RoutingScore score) {
        return distance(layer, head, HeadPattern.INTRA_FRAME, score) <= distance(layer, head, HeadPattern.WINDOW, score)
                ? HeadPattern.INTRA_FRAME
                : HeadPattern.WINDOW;
    }
}
