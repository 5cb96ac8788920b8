package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import java.util.Map;
import java.util.function.DoubleToIntFunction;

/** The timesteps that degradation factors are matched with. */
public final class NearestTimestepCheck extends SchedulerCheck {
    private static final String BY_SIGNAL = "t_nearest_sqrt_alpha_bar";
    private static final String BY_VARIANCE = "t_nearest_alpha_bar";

    @Override
    public boolean accepts(FixtureFile file) {
        return file.entry().get("tensors") instanceof JsonObject tensors && tensors.has(BY_SIGNAL);
    }

    @Override
    Map<String, NDArray> compute(FixtureFile file, FixtureRun run) {
        NDManager scope = run.scope();
        NoiseSchedule schedule = DiffusionSchedules.of(file);
        float[] factors = run.raw("d").toFloatArray();
        return Map.of(
                "alphas_cumprod",
                scope.create(schedule.alphasCumprod()),
                BY_SIGNAL,
                match(scope, factors, schedule::nearestTimestep),
                BY_VARIANCE,
                match(scope, factors, schedule::nearestTimestepByVariance));
    }

    private static NDArray match(NDManager scope, float[] factors, DoubleToIntFunction nearest) {
        long[] timesteps = new long[factors.length];
        for (int i = 0; i < factors.length; i++) {
            timesteps[i] = nearest.applyAsInt(factors[i]);
        }
        return scope.create(timesteps);
    }
}
