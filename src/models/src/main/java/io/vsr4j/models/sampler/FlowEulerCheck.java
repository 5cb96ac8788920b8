package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import java.util.Map;

/** Tables and walks of {@link FlowEuler} with diffusers' sigmas. */
public final class FlowEulerCheck extends SchedulerCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().equals("diffusers.FlowMatchEulerDiscreteScheduler");
    }

    @Override
    Map<String, NDArray> compute(FixtureFile file, FixtureRun run) {
        file.require("use_dynamic_shifting", false);
        return FlowCases.compute(
                file, run, (steps, shift) -> new FlowEuler(FlowSchedule.euler(steps, shift)), DataType.FLOAT32);
    }
}
