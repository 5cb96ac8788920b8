package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Tables of Stable Diffusion's noise schedule, its timesteps, walks of {@link Ddim}, and formulas of one step. */
public final class DiffusionCheck extends SchedulerCheck {
    private static final int LEADING_OFFSET = 1;

    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().contains("diffusers.DDIMScheduler");
    }

    @Override
    Map<String, NDArray> compute(FixtureFile file, FixtureRun run) {
        NDManager scope = run.scope();
        NoiseSchedule schedule = DiffusionSchedules.of(file);
        LinearModel model = LinearModel.of(run);
        NDArray start = run.raw("x_start");
        NDArray noise = run.raw("noise");
        Map<String, NDArray> results = new LinkedHashMap<>();
        for (String name : run.tensors().keySet()) {
            String[] part = name.split("\\.");
            switch (part[0]) {
                case "betas" -> results.put(name, scope.create(schedule.betas()));
                case "alphas_cumprod" -> results.put(name, scope.create(schedule.alphasCumprod()));
                case "timesteps" -> {
                    TimestepSpacing spacing = TimestepSpacing.valueOf(part[1].toUpperCase(Locale.ROOT));
                    int[] timesteps = spacing.timesteps(number(part[2]), schedule.timesteps(), LEADING_OFFSET);
                    results.put(name, longs(scope, timesteps));
                }
                case "add_noise" -> results.put(name, schedule.addNoise(start, noise, number(part[1])));
                case "get_velocity" -> results.put(name, schedule.velocity(start, noise, number(part[1])));
                case "onestep" -> {
                    int t = number(part[2]);
                    NDArray output = model.predict(start, t);
                    boolean wantsOutput = part[3].equals("model_output");
                    results.put(name, wantsOutput ? output : prediction(part[1]).x0(schedule, start, output, t));
                }
                case "ddim" -> {
                    if (part[3].equals("x")) {
                        Ddim ddim = new Ddim(schedule, prediction(part[1]), number(part[2]));
                        String prefix = name.substring(0, name.length() - 1);
                        walk(scope, ddim, model, start, prefix, results);
                    }
                }
                default -> {} // an input
            }
        }
        return results;
    }

    private static void walk(
            NDManager scope, Ddim ddim, LinearModel model, NDArray start, String prefix, Map<String, NDArray> results) {
        NDList xs = new NDList(start);
        NDList outputs = new NDList();
        int[] timesteps = new int[ddim.steps()];
        NDArray x = start;
        for (int i = 0; i < ddim.steps(); i++) {
            timesteps[i] = ddim.timestep(i);
            NDArray output = model.predict(x, timesteps[i]);
            x = ddim.step(i, x, output);
            outputs.add(output);
            xs.add(x);
        }
        results.put(prefix + "timesteps", longs(scope, timesteps));
        results.put(prefix + "x", NDArrays.stack(xs));
        results.put(prefix + "v", NDArrays.stack(outputs));
    }

    private static Prediction prediction(String name) {
        return switch (name) {
            case "epsilon" -> Prediction.EPSILON;
            case "v_prediction" -> Prediction.VELOCITY;
            default -> throw new IllegalArgumentException("no prediction of type '" + name + "' is implemented");
        };
    }

    private static int number(String part) {
        return Integer.parseInt(part.replaceFirst("^\\D+", ""));
    }

    private static NDArray longs(NDManager scope, int[] values) {
        return scope.create(Arrays.stream(values).asLongStream().toArray());
    }
}
