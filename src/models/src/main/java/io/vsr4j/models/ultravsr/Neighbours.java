package io.vsr4j.models.ultravsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Deque;
import java.util.Iterator;

/**
 * A unit of Recurrent Temporal Shift among the pieces of Temporally Asynchronous Inference: it takes micro-batches one
 * after the other, and gives each when the first frame after it has come. So it holds two micro-batches and one frame, and
 * what it computes is what it would of the whole clip.
 */
final class Neighbours implements Iterator<Deque<NDArray>> {
    private final Iterator<Deque<NDArray>> source;
    private final RtsUnit unit;
    private Deque<NDArray> next;
    /** The frame before the next micro-batch, as it was before the unit. */
    private NDArray before;

    Neighbours(Iterator<Deque<NDArray>> source, RtsUnit unit) {
        this.source = source;
        this.unit = unit;
    }

    @Override
    public boolean hasNext() {
        return next != null || source.hasNext();
    }

    @Override
    public Deque<NDArray> next() {
        Deque<NDArray> now = next == null ? source.next() : next;
        next = source.hasNext() ? source.next() : null;
        try (NDArray frames = now.pop()) {
            now.push(shifted(frames));
            if (before != null) {
                before.close();
            }
            before = next == null
                    ? null
                    : RtsUnit.frame(frames, frames.getShape().get(0) - 1);
        }
        return now;
    }

    private NDArray shifted(NDArray frames) {
        NDList seen = new NDList();
        if (before != null) {
            seen.add(before);
        }
        seen.add(frames);
        if (next == null) {
            return shifted(seen, frames);
        }
        try (NDArray after = RtsUnit.frame(next.peek(), 0)) {
            seen.add(after);
            return shifted(seen, frames);
        }
    }

    private NDArray shifted(NDList seen, NDArray frames) {
        long first = before == null ? 0 : 1;
        long count = frames.getShape().get(0);
        if (seen.size() == 1) {
            return unit.forward(frames, first, count);
        }
        try (NDArray all = NDArrays.concat(seen)) {
            return unit.forward(all, first, count);
        }
    }
}
