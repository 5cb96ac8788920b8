package io.vsr4j.models.oasis;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.wan.WanTransformerGrid;

/**
 * Distances of one layer's heads from their local patterns, means over all queries: they need two logarithms of sums of
 * exponentials for a query, and the logits of a block of queries at a time.
 */
final class HeadDistances {
    private static final double EPSILON = 1e-6;
    /** So many logits at a time: 64 MiB. */
    private static final long LOGITS = 1 << 24;

    private HeadDistances() {}

    /**
     * Measures.
     *
     * @param q queries {@code (B, H, L, D)}
     * @param k keys of the same shape
     * @param grid of the tokens
     * @param score what is measured
     * @return for each head the distances of {@link HeadPattern#INTRA_FRAME} and of {@link HeadPattern#WINDOW}
     */
    static double[][] of(NDArray q, NDArray k, WanTransformerGrid grid, RoutingScore score) {
        int heads = (int) q.getShape().get(1);
        long perQuery = q.getShape().get(0) * heads * grid.tokens();
        long block = Math.max(1, Math.min(LOGITS / perQuery, grid.rows() * grid.columns()));
        double[] values;
        try (NDArray both = OasisScripts.SCRIPT.call(
                "distances",
                q,
                k,
                OasisScripts.size(grid),
                OasisScripts.REACH,
                block,
                score == RoutingScore.SMOOTHED_FORWARD,
                EPSILON)) {
            values = both.toDoubleArray();
        }
        double[][] distances = new double[heads][];
        for (int h = 0; h < heads; h++) {
            distances[h] = new double[] {values[h], values[heads + h]};
        }
        return distances;
    }
}
