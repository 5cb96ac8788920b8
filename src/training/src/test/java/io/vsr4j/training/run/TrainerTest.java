package io.vsr4j.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.vsr4j.training.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static Map<String, List<Float>> values(Map<String, NDArray> parameters) {
        Map<String, List<Float>> all = new TreeMap<>();
        parameters.forEach((name, array) -> {
            List<Float> numbers = new ArrayList<>();
            for (float number : array.toFloatArray()) {
                numbers.add(number);
            }
            all.put(name, numbers);
        });
        return all;
    }

    private record Run(List<StepResult> steps, Map<String, List<Float>> parameters, Map<String, List<Float>> critic) {}

    @TempDir
    private Path folder;

    private int runs;

    private Run run(boolean adversarial, Settings settings) throws IOException {
        return run(adversarial, settings, folder.resolve("run" + runs++), false);
    }

    private static Run run(boolean adversarial, Settings settings, Path root, boolean resume) throws IOException {
        List<StepResult> steps = new ArrayList<>();
        try (TinyTask task = new TinyTask(adversarial)) {
            new Trainer<>(task, settings, root, new TrainingListener() {
                        @Override
                        public void stepped(StepResult result, double waited) {
                            steps.add(result);
                        }
                    })
                    .run(resume);
            return new Run(steps, values(task.parameters()), values(task.critics()));
        }
    }

    private static double mean(List<StepResult> steps, String term) {
        return steps.stream()
                .mapToDouble(step -> step.terms().get(term))
                .average()
                .orElseThrow();
    }

    @Test
    void theLossFallsByHalf() throws IOException {
        List<StepResult> steps = run(false, TinySettings.of("steps", "120")).steps();
        assertThat(steps).hasSize(120);
        assertThat(mean(steps.subList(112, 120), "mse")).isLessThan(0.5 * mean(steps.subList(0, 8), "mse"));
    }

    @Test
    void twoRunsAreEqual() throws IOException {
        Settings settings = TinySettings.of("accumulation", "2", "clip", "0.5", "schedule", "cosine");
        Run first = run(true, settings);
        assertThat(run(true, settings)).isEqualTo(first);
        assertThat(run(true, TinySettings.of("seed", "2"))).isNotEqualTo(first);
    }

    /** Samples made by more threads are the same samples in the same order. */
    @Test
    void threadsOfDataDoNotMatter() throws IOException {
        Run first = run(true, TinySettings.of("data-threads", "1", "data-ahead", "1"));
        assertThat(run(true, TinySettings.of("data-threads", "3", "data-ahead", "7")))
                .isEqualTo(first);
    }

    /** A critic that does not learn stays as it is, however much gradient reaches it in the other phase. */
    @Test
    void aPhaseUpdatesItsOwnGroupOnly() throws IOException {
        Run untouched = run(true, TinySettings.of("learning-rate", "0", "steps", "1"));
        Run run = run(true, TinySettings.of("critic-learning-rate", "0", "weight-decay", "0"));
        assertThat(run.parameters()).isNotEqualTo(untouched.parameters());
        assertThat(run.critic()).isEqualTo(untouched.critic());
        assertThat(run.steps().get(0).norms().get("critic")).isPositive();
    }
}
