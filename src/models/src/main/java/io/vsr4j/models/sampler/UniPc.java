package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDManager;

/**
 * UniPC of order 2 (Zhao et al., "UniPC: A Unified Predictor-Corrector Framework for Fast Sampling of Diffusion Models",
 * 2023) with B(h) = exp(h) - 1 ("bh2"), predicting x0, for flow matching. A step first corrects the sample with the
 * network's new prediction, then predicts the next one; each needs no further call of the network. The first and the last
 * step are of order 1, and the last one gives x0 itself.
 *
 * @param schedule the sigmas that it visits, {@link FlowSchedule#wan} or {@link FlowSchedule#uniPc}
 */
public record UniPc(FlowSchedule schedule) implements FlowSampler {
    /** Checks that the schedule has logarithms of signal-to-noise ratios, and that they rise. */
    public UniPc {
        for (int i = 0; i < schedule.steps(); i++) {
            if (schedule.sigma(i) >= 1 || schedule.sigma(i) <= schedule.sigma(i + 1)) {
                throw new IllegalArgumentException("sigmas must be below 1 and fall, got " + schedule.sigma(i) + " and "
                        + schedule.sigma(i + 1) + " at step " + i + " of " + schedule.steps()
                        + "; use a table made for UniPC and a smaller shift");
            }
        }
    }

    @Override
    public FlowRun start(NDManager owner) {
        return new UniPcRun(schedule, owner);
    }
}
