package io.vsr4j.training;

import io.vsr4j.tensor.Sha256;
import io.vsr4j.training.run.StepResult;
import io.vsr4j.training.run.Trainer;
import io.vsr4j.training.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a training: two are equal if all their numbers are.
 *
 * @param steps how each went
 * @param parameters hashes of what they are at the end, by name
 */
public record TinyRun(List<StepResult> steps, Map<String, String> parameters) {
    /** Opens a task as it is at the beginning. */
    @FunctionalInterface
    public interface Opener {
        Task<?> open() throws IOException;
    }

    /**
     * Trains.
     *
     * @param root the training's folder, which is new
     * @param task closed by the caller
     * @param pairs names and values of settings that are not as usual
     */
    public static TinyRun of(Path root, Task<?> task, String... pairs) throws IOException {
        List<StepResult> steps = new ArrayList<>();
        train(task, root, false, Integer.MAX_VALUE, steps, pairs);
        return new TinyRun(steps, values(task));
    }

    /** Trains, stops after some steps, and goes on with what is kept of it and nothing else. */
    public static TinyRun interrupted(Path root, Opener opener, int after, String... pairs) throws IOException {
        List<StepResult> steps = new ArrayList<>();
        try (Task<?> task = opener.open()) {
            train(task, root, false, after, steps, pairs);
        }
        try (Task<?> task = opener.open()) {
            train(task, root, true, Integer.MAX_VALUE, steps, pairs);
            return new TinyRun(steps, values(task));
        }
    }

    private static void train(
            Task<?> task, Path root, boolean resume, int most, List<StepResult> steps, String... pairs)
            throws IOException {
        Trainer<?>[] trainer = new Trainer<?>[1];
        trainer[0] = new Trainer<>(task, settings(pairs), root, new TrainingListener() {
            @Override
            public void stepped(StepResult result, double waited) {
                steps.add(result);
                if (steps.size() == most) {
                    trainer[0].stop();
                }
            }
        });
        trainer[0].run(resume);
    }

    private static Settings settings(String... pairs) {
        Map<String, String> replaced = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            replaced.put(pairs[i], pairs[i + 1]);
        }
        return Recipes.settings(new Common(), replaced);
    }

    private static Map<String, String> values(Task<?> task) {
        Map<String, String> all = new TreeMap<>();
        for (ParameterGroup group : task.groups()) {
            group.parameters()
                    .forEach((name, value) -> all.put(group.name() + "." + name, Sha256.of(value.toByteBuffer())));
        }
        return all;
    }

    /** {@return the mean of a loss over some steps} */
    public double mean(String term, int from, int to) {
        return steps.subList(from, to).stream()
                .mapToDouble(step -> step.terms().get(term))
                .average()
                .orElseThrow();
    }

    /** Has the settings that every recipe has. */
    private static final class Common implements Recipe {
        @Override
        public String id() {
            return "common";
        }

        @Override
        public Task<?> open(Settings settings, ai.djl.Device device) {
            throw new UnsupportedOperationException("the test has a task");
        }
    }
}
