package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the layers of an encoder or decoder remember of the frames so far: the last two inputs of each convolution that
 * reaches back in time. Its size does not depend on how many frames there were.
 */
final class WanVaePast implements AutoCloseable {
    private final NDManager manager;
    private final Map<WanVaeLayer, List<NDArray>> kept = new IdentityHashMap<>();
    private boolean started;

    WanVaePast(NDManager owner) {
        manager = owner.newSubManager();
    }

    /** Whether the group being computed is the first, of one frame. */
    boolean first() {
        return !started;
    }

    /** To be called between groups. */
    void groupDone() {
        started = true;
    }

    /**
     * Runs a method {@code (x, past..., more...) -> (y, new past...)} and keeps the new past.
     *
     * @param layer whose past it is
     * @param method of {@link WanVaeLayer#SCRIPT}
     * @param x the layer's input
     * @param count how many tensors its past are
     * @param more further arguments
     * @return the method's first result, with the manager of {@code x}
     */
    NDArray step(WanVaeLayer layer, String method, NDArray x, int count, Object... more) {
        List<NDArray> before = kept.get(layer);
        List<Object> arguments = new ArrayList<>(List.of(x));
        for (int i = 0; i < count; i++) {
            arguments.add(before == null ? null : before.get(i));
        }
        arguments.addAll(List.of(more));
        NDList results = WanVaeLayer.SCRIPT.callForList(method, arguments.toArray());
        List<NDArray> after = List.copyOf(results.subList(1, 1 + count));
        after.forEach(array -> array.attach(manager));
        kept.put(layer, after);
        if (before != null) {
            before.forEach(NDArray::close);
        }
        return results.get(0);
    }

    @Override
    public void close() {
        kept.clear();
        manager.close();
    }
}
