package io.vsr4j.quality.raft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.ScriptArgument;
import io.vsr4j.tensor.TorchScript;

/**
 * How similar the places of two pictures' maps are. All pairs are compared at once where that fits, and then looked up;
 * of larger pictures those around the flow are compared when they are asked for. Both give the same numbers, up to
 * rounding, and which of them it is depends on the size alone.
 */
final class Correlation implements AutoCloseable {
    /** All pairs of frames of 1280x720 take half of it. */
    static final long MAX_VOLUME_BYTES = 2L << 30;

    private static final TorchScript SCRIPT = TorchScript.resource(Correlation.class, "correlation.ts.py");
    private static final int PLACES_AT_A_TIME = 1024;

    private final int radius;
    private final NDManager scope;
    private final NDArray first;
    private final ScriptArgument levels;

    /**
     * @param owner whatever this keeps is freed by {@link #close}, and with it at the latest
     * @param first {@code [N, C, h, w]}, features of the first picture
     * @param second {@code [N, C, h, w]}, features of the second one
     */
    Correlation(NDManager owner, NDArray first, NDArray second, RaftConfig config, long maxVolumeBytes) {
        radius = config.radius();
        scope = owner.newSubManager();
        if (volumeBytes(first) <= maxVolumeBytes) {
            this.first = null;
            levels = keep(SCRIPT.callForListIn(scope, "volume", first, second, config.levels()));
        } else {
            this.first = SCRIPT.callIn(scope, "as_rows", first);
            levels = keep(SCRIPT.callForListIn(scope, "tables", second, config.levels(), margin()));
        }
    }

    /** Of all levels: each has a quarter of the one before. */
    private static long volumeBytes(NDArray map) {
        double places = (double) map.getShape().get(2) * map.getShape().get(3);
        return (long) (map.getShape().get(0) * places * places * Float.BYTES * 4 / 3);
    }

    /** The list holds the memory by itself. */
    private static ScriptArgument keep(NDList list) {
        try (list) {
            return ScriptArgument.list(list);
        }
    }

    /** Wide enough for a square that lies wholly outside. */
    private int margin() {
        return 2 * radius + 2;
    }

    /**
     * @param flow {@code [N, 2, h, w]}, in places of the map
     * @return {@code [N, correlations, h, w]}: similarities around where each place went
     */
    NDArray lookUp(NDArray flow) {
        return first == null
                ? SCRIPT.call("look_up", flow, levels, radius)
                : SCRIPT.call("look_up_directly", flow, first, levels, radius, margin(), PLACES_AT_A_TIME);
    }

    @Override
    public void close() {
        levels.close();
        scope.close();
    }
}
