package io.vsr4j.quality.raft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Two pictures being matched: what is known of them, and the flow so far, which begins with none. */
final class RaftMatch implements AutoCloseable {
    private final Raft raft;
    private final NDManager scope;
    private final Correlation correlation;
    private final NDArray context;
    private NDArray state;
    private NDArray flow;

    /**
     * @param scope everything lies in it; closed with this
     * @param features {@code [2 N, C, h, w]}, of the first pictures and then of the second ones
     * @param context {@code [N, C, h, w]}, of the first pictures
     */
    RaftMatch(Raft raft, NDManager scope, NDArray features, NDArray context) {
        this.raft = raft;
        this.scope = scope;
        RaftConfig config = raft.config();
        long n = context.getShape().get(0);
        try (NDArray first = features.get(":" + n);
                NDArray second = features.get(n + ":")) {
            correlation = new Correlation(scope, first, second, config, raft.maxVolumeBytes());
        }
        NDList both = Raft.SCRIPT.callForList("begin", context, config.hidden());
        state = both.get(0);
        this.context = both.get(1);
        Shape size = context.getShape();
        flow = scope.zeros(new Shape(n, 2, size.get(2), size.get(3)));
    }

    /** Similarities around where each place went by the flow so far; the caller closes them. */
    NDArray lookUp() {
        return correlation.lookUp(flow);
    }

    /** Improves the flow. */
    void update(NDArray similarities) {
        NDList both = Raft.SCRIPT.callForList(
                "update", state, context, similarities, flow, raft.updateBlock().dict());
        state.close();
        flow.close();
        state = both.get(0);
        flow = both.get(1);
    }

    /** {@code [N, 2, h, w]}, in places of the map; stays this object's. */
    NDArray flow() {
        return flow;
    }

    /** {@code [N, 2, 8 h, 8 w]}, in pixels. */
    NDArray upsampled() {
        return raft.config().small()
                ? Raft.SCRIPT.call("upsample_plainly", flow)
                : Raft.SCRIPT.call("upsample", flow, state, raft.maskPredictor().dict());
    }

    @Override
    public void close() {
        correlation.close();
        scope.close();
    }
}
