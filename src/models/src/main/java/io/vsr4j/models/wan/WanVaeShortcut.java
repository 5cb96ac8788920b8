package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A stage to whose result its input is added in the result's size, without parameters; new in Wan 2.2. */
final class WanVaeShortcut implements WanVaeLayer {
    private final List<WanVaeLayer> stage;
    private final String method;
    private final int time;
    private final int space;

    private WanVaeShortcut(List<WanVaeLayer> stage, String method, int time, int space) {
        this.stage = stage;
        this.method = method;
        this.time = time;
        this.space = space;
    }

    /** Around a stage that makes its input smaller by factors. */
    static WanVaeLayer down(List<WanVaeLayer> stage, int time, int space) {
        return new WanVaeShortcut(stage, "add_averages", time, space);
    }

    /** Around a stage that makes its input larger, in space by two. */
    static WanVaeLayer up(List<WanVaeLayer> stage, int time) {
        return new WanVaeShortcut(stage, "add_copies", time, 2);
    }

    @Override
    public NDArray forward(NDArray x, WanVaePast past) {
        try (NDArray y = WanVaeLayer.chain(stage, x, past)) {
            return SCRIPT.call(method, y, x, time, space);
        }
    }
}
