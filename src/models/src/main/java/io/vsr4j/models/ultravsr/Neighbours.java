package io.vsr4j.models.ultravsr;

import ai.djl.ndarray.NDArray;
import java.util.Deque;
import java.util.Iterator;

/**
 * A unit of Recurrent Temporal Shift among the pieces of Temporally Asynchronous Inference: it takes micro-batches one
 * after the other, and gives each when the first frame after it has come. So it holds two micro-batches, and of the frame
 * before them what the unit reduces it to; and what it computes is what it would of the whole clip.
 */
final class Neighbours implements Iterator<Deque<NDArray>> {
    private final Iterator<Deque<NDArray>> source;
    private final RtsUnit unit;
    private Arrived next;
    /** The frame before the next micro-batch, reduced. */
    private NDArray before;

    private record Arrived(Deque<NDArray> stack, NDArray reduced) {}

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
        Arrived now = next == null ? arrived() : next;
        next = source.hasNext() ? arrived() : null;
        try (NDArray frames = now.stack.pop();
                NDArray reduced = now.reduced;
                NDArray past = before;
                NDArray after = next == null ? null : RtsUnit.frame(next.reduced, 0)) {
            now.stack.push(unit.mixed(frames, past, reduced, after));
            before = next == null
                    ? null
                    : RtsUnit.frame(reduced, reduced.getShape().get(0) - 1);
        }
        return now.stack;
    }

    private Arrived arrived() {
        Deque<NDArray> stack = source.next();
        return new Arrived(stack, unit.reduced(stack.peek()));
    }
}
