package io.vsr4j.upscale;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts the frames of overlapping windows together, always in the order of the windows and with the weights of the grid.
 * A frame that one window alone makes is passed on untouched.
 */
final class Blend {
    private final WindowGrid grid;
    private final NDManager manager;
    private final int from;
    private final int to;
    private final Map<Integer, NDArray> unfinished = new HashMap<>();

    /**
     * Prepares for the frames of one chunk.
     *
     * @param grid the windows
     * @param manager owns frames between windows
     * @param from first frame that is wanted
     * @param to frame after the last one that is wanted
     */
    Blend(WindowGrid grid, NDManager manager, int from, int to) {
        this.grid = grid;
        this.manager = manager;
        this.from = from;
        this.to = to;
    }

    /**
     * Takes a restored window.
     *
     * @param window which one; windows come in order
     * @param restored its frames, [n, 3, H, W]; may be closed afterwards
     */
    void add(Window window, NDArray restored) {
        for (int f = Math.max(from, window.first()); f < Math.min(to, window.end()); f++) {
            for (WindowGrid.Share share : grid.sharesOf(f)) {
                if (share.window().equals(window)) {
                    add(f, restored.get((f - window.first()) + ":" + (f - window.first() + 1)), (float) share.weight());
                }
            }
        }
    }

    private void add(int f, NDArray frame, float weight) {
        NDArray before = unfinished.get(f);
        if (before != null) {
            before.addi(frame.mul(weight));
            return;
        }
        NDArray mine = weight == 1 ? frame : frame.mul(weight);
        mine.attach(manager);
        unfinished.put(f, mine);
    }

    /** {@return a frame that no later window has a share in, [1, 3, H, W]; the caller closes it} */
    NDArray take(int frame) {
        return unfinished.remove(frame);
    }
}
