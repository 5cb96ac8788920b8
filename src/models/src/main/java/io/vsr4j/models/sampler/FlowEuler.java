package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Euler's method: each step follows the velocity at its start. Of first order, and exact where the path is straight.
 *
 * @param schedule the sigmas that it visits, usually {@link FlowSchedule#euler}
 */
public record FlowEuler(FlowSchedule schedule) implements FlowSampler {
    @Override
    public FlowRun start(NDManager owner) {
        return new FlowRun(schedule, owner) {
            @Override
            NDArray advance(int i, NDManager scope, NDArray velocity, NDArray x) {
                return Combination.of(1, x, schedule.sigma(i + 1) - schedule.sigma(i), velocity);
            }
        };
    }
}
