package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDManager;

/**
 * A solver of the flow's differential equation {@code dx / dsigma = velocity(x, sigma)}. It holds a schedule and nothing
 * else; what a walk remembers is in its {@link FlowRun}.
 *
 * <pre>{@code
 * try (FlowRun run = new UniPc(FlowSchedule.wan(50, 5)).start(window)) {
 *     while (!run.done()) {
 *         x = run.step(network.velocity(x, run.timestep()), x);
 *     }
 *     x.attach(window);
 * }
 * }</pre>
 */
public interface FlowSampler {
    /** {@return the sigmas that it visits} */
    FlowSchedule schedule();

    /**
     * Starts a walk from the first sigma to 0.
     *
     * @param owner receives a manager for what the walk remembers; on the device of the samples
     * @return the walk, before its first step
     */
    FlowRun start(NDManager owner);
}
