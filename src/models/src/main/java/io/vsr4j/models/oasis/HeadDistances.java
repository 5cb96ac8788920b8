package io.vsr4j.models.oasis;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.wan.WanTransformerGrid;
import java.util.Arrays;

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
     * Measures by every score: what they need of the logits is the same.
     *
     * @param q queries {@code (B, H, L, D)}
     * @param k keys of the same shape
     * @param grid of the tokens
     * @return the distances, of {@link HeadPattern#INTRA_FRAME}, then of {@link HeadPattern#WINDOW}: for every score, in its
     *     order, those of all heads
     */
    static double[][][] of(NDArray q, NDArray k, WanTransformerGrid grid) {
        int heads = (int) q.getShape().get(1);
        long perQuery = q.getShape().get(0) * heads * grid.tokens();
        long block = Math.max(1, Math.min(LOGITS / perQuery, grid.rows() * grid.columns()));
        double[] values;
        try (NDArray all = OasisScripts.SCRIPT.call(
                "distances", q, k, OasisScripts.size(grid), OasisScripts.REACH, block, EPSILON)) {
            values = all.toDoubleArray();
        }
        int scores = RoutingScore.values().length;
        double[][][] distances = new double[2][scores][];
        for (int i = 0; i < 2 * scores; i++) {
            distances[i / scores][i % scores] = Arrays.copyOfRange(values, i * heads, (i + 1) * heads);
        }
        return distances;
    }
}
