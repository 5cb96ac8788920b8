package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.tensor.Scopes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cases of a flow sampler's file, {@code shiftS.stepsN}: its tables, and a whole walk with {@link LinearModel}. */
final class FlowCases {
    private static final Pattern CASE = Pattern.compile("(shift(.+)\\.steps(\\d+))\\.x");

    private FlowCases() {}

    interface Samplers {
        FlowSampler of(int steps, double shift);
    }

    static Map<String, NDArray> compute(FixtureFile file, FixtureRun run, Samplers samplers, DataType timesteps) {
        NDManager scope = run.scope();
        file.require("num_train_timesteps", FlowSchedule.TRAIN_TIMESTEPS);
        LinearModel model = LinearModel.of(run);
        NDArray start = run.raw("x_start");
        Map<String, NDArray> results = new LinkedHashMap<>();
        for (String tensor : run.tensors().keySet()) {
            Matcher name = CASE.matcher(tensor);
            if (name.matches()) {
                FlowSampler sampler = samplers.of(Integer.parseInt(name.group(3)), Double.parseDouble(name.group(2)));
                tables(scope, sampler.schedule(), timesteps, name.group(1), results);
                walk(scope, sampler, model, start, name.group(1), results);
            }
        }
        return results;
    }

    private static void tables(
            NDManager scope, FlowSchedule schedule, DataType type, String name, Map<String, NDArray> results) {
        float[] sigmas = new float[schedule.steps() + 1];
        float[] timesteps = new float[schedule.steps()];
        for (int i = 0; i < sigmas.length; i++) {
            sigmas[i] = schedule.sigma(i);
        }
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = schedule.timestep(i);
        }
        results.put(name + ".sigmas", scope.create(sigmas));
        results.put(name + ".timesteps", scope.create(timesteps).toType(type, false));
    }

    private static void walk(
            NDManager scope,
            FlowSampler sampler,
            LinearModel model,
            NDArray start,
            String name,
            Map<String, NDArray> results) {
        NDList xs = new NDList(start);
        NDList velocities = new NDList();
        try (FlowRun run = sampler.start(scope)) {
            for (NDArray x = start; !run.done(); xs.add(x)) {
                NDArray velocity = model.predict(x, run.timestep());
                velocities.add(velocity);
                x = Scopes.borrow(scope, run.step(velocity, x));
            }
        }
        results.put(name + ".x", NDArrays.stack(xs));
        results.put(name + ".v", NDArrays.stack(velocities));
    }
}
