package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;

/** One walk of a {@link FlowSampler}: for one sample, in one thread, every step once. */
public abstract class FlowRun implements AutoCloseable {
    private final FlowSchedule schedule;
    private final NDManager memory;
    private NDManager output;
    private int index;

    FlowRun(FlowSchedule schedule, NDManager owner) {
        this.schedule = schedule;
        memory = owner.newSubManager();
        output = memory.newSubManager();
    }

    /** {@return how many steps have been made} */
    public final int index() {
        return index;
    }

    /** {@return whether sigma 0 is reached} */
    public final boolean done() {
        return index == schedule.steps();
    }

    /** {@return the sigma of the sample, before the next step; 0 when done} */
    public final float sigma() {
        return schedule.sigma(index);
    }

    /** {@return what to tell the network at the next step; there is one, that is, the walk is not done} */
    public final float timestep() {
        requireMore();
        return schedule.timestep(index);
    }

    /**
     * Makes the next step. Computes in single precision, whatever the type of the arguments.
     *
     * @param velocity the network's prediction for {@code x} at {@link #timestep}, any floating-point type
     * @param x the sample at {@link #sigma}: what the last step gave, or the start; the same shape. It must not be
     *     overwritten before the next step is made.
     * @return {@code float32}, the sample at the next sigma. It belongs to the walk, which frees it at the next step and
     *     when it is closed; attach it elsewhere to keep it.
     * @throws IllegalStateException if the walk is done
     * @throws IllegalArgumentException if the shapes differ
     */
    public final NDArray step(NDArray velocity, NDArray x) {
        requireMore();
        if (!velocity.getShape().equals(x.getShape())) {
            throw new IllegalArgumentException(
                    "velocity and sample must have one shape, got " + velocity.getShape() + " and " + x.getShape());
        }
        NDManager next = memory.newSubManager();
        try (NDManager scope = memory.newSubManager()) {
            NDArray v = Torch.to(Scopes.borrow(scope, velocity), DType.F32);
            NDArray sample = Torch.to(Scopes.borrow(scope, x), DType.F32);
            NDArray result = advance(index, scope, v, sample);
            result.attach(next);
            // Only now: the arguments may be the output of the step before.
            output.close();
            output = next;
            index++;
            return result;
        } finally {
            if (output != next) {
                next.close();
            }
        }
    }

    /**
     * Computes a step from {@link FlowSchedule#sigma sigma(i)} to {@code sigma(i + 1)}.
     *
     * @param scope owns both arrays, and ends with the step
     */
    abstract NDArray advance(int i, NDManager scope, NDArray velocity, NDArray x);

    /** Keeps an array beyond the step that made it. */
    final NDArray remember(NDArray x) {
        x.attach(memory);
        return x;
    }

    /** Frees what the walk remembers and its last sample, unless that was attached elsewhere. */
    @Override
    public final void close() {
        memory.close();
    }

    private void requireMore() {
        if (done()) {
            throw new IllegalStateException("all " + schedule.steps() + " steps have been made");
        }
    }
}
