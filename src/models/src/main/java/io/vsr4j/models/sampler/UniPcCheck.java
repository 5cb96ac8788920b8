package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import java.util.Map;

/** Tables and walks of {@link UniPc} with diffusers' sigmas. */
public final class UniPcCheck extends SchedulerCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().equals("diffusers.UniPCMultistepScheduler");
    }

    @Override
    Map<String, NDArray> compute(FixtureFile file, FixtureRun run) {
        file.require("solver_order", 2);
        file.require("solver_type", "bh2");
        file.require("prediction_type", "flow_prediction");
        file.require("final_sigmas_type", "zero");
        file.require("use_flow_sigmas", true);
        file.require("predict_x0", true);
        file.require("lower_order_final", true);
        file.require("thresholding", false);
        file.require("use_dynamic_shifting", false);
        file.require(
                "disable_corrector",
                value -> value.isJsonArray() && value.getAsJsonArray().isEmpty(),
                "[]");
        return FlowCases.compute(
                file, run, (steps, shift) -> new UniPc(FlowSchedule.uniPc(steps, shift)), DataType.INT64);
    }
}
