package io.vsr4j.models.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.vsr4j.models.sampler.FlowEuler;
import io.vsr4j.models.sampler.FlowSchedule;
import java.util.Map;

/** Tables and walks of {@link FlowEuler} with diffusers' sigmas. */
public final class FlowEulerFixture implements FixtureRunner {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().equals("diffusers.FlowMatchEulerDiscreteScheduler");
    }

    @Override
    public Map<String, NDArray> run(FixtureFile file, NDManager scope) {
        file.require("use_dynamic_shifting", false);
        return FlowCases.run(
                file, scope, (steps, shift) -> new FlowEuler(FlowSchedule.euler(steps, shift)), DataType.FLOAT32);
    }
}
