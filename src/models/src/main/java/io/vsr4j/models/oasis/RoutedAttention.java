package io.vsr4j.models.oasis;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.wan.WanTransformerGrid;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The self-attention of one layer with a pattern for each head. Heads of a pattern are one call; what a local head does
 * not attend to is not computed (windows: nor much beyond it), and no array has a size of tokens times tokens.
 */
final class RoutedAttention {
    /**
     * The largest side of a tile of queries that share a box of keys. Of a box of 3 x 12 x 12 keys each query uses 75;
     * smaller boxes waste less and multiply smaller matrices.
     */
    private static final int TILE = 8;

    private final long[][] groups;
    private final long[] order;

    RoutedAttention(List<HeadPattern> heads) {
        groups = Stream.of(HeadPattern.values())
                .map(pattern -> IntStream.range(0, heads.size())
                        .filter(h -> heads.get(h) == pattern)
                        .mapToLong(h -> h)
                        .toArray())
                .toArray(long[][]::new);
        order = new long[heads.size()];
        int place = 0;
        for (long[] group : groups) {
            for (long head : group) {
                order[(int) head] = place++;
            }
        }
    }

    /** Whether it is what {@code WanTransformerBlock.forward} does anyhow. */
    boolean global() {
        return groups[HeadPattern.GLOBAL.ordinal()].length == order.length;
    }

    /** {@return (B, H, L, D), from queries, keys, values of that shape} */
    NDArray forward(NDArray q, NDArray k, NDArray v, WanTransformerGrid grid) {
        return OasisScripts.SCRIPT.call(
                "routed",
                q,
                k,
                v,
                OasisScripts.size(grid),
                groups[HeadPattern.GLOBAL.ordinal()],
                groups[HeadPattern.INTRA_FRAME.ordinal()],
                groups[HeadPattern.WINDOW.ordinal()],
                order,
                OasisScripts.REACH,
                TILE);
    }
}
