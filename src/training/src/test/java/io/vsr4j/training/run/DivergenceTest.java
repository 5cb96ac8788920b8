package io.vsr4j.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.vsr4j.training.Draw;
import io.vsr4j.training.ParameterGroup;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Task;
import io.vsr4j.training.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DivergenceTest {
    @TempDir
    private Path folder;

    /** {@link TinyTask} with a loss that is multiplied by something at one sample. */
    private record Faulty(TinyTask task, long index, float factor) implements Task<TinyTask.Pair> {
        @Override
        public List<ParameterGroup> groups() {
            return task.groups();
        }

        @Override
        public List<Phase<TinyTask.Pair>> phases() {
            Phase<TinyTask.Pair> first = task.phases().get(0);
            return List.of(new Phase<>() {
                @Override
                public String group() {
                    return first.group();
                }

                @Override
                public Terms terms(TinyTask.Pair sample, Draw draw, NDManager scope) {
                    Terms terms = first.terms(sample, draw, scope);
                    return draw.index() == index
                            ? new Terms().add("mse", 1, terms.total().mul(factor))
                            : terms;
                }
            });
        }

        @Override
        public TinyTask.Pair sample(long i, NDManager owner) {
            return task.sample(i, owner);
        }

        @Override
        public void save(Path target) throws IOException {
            task.save(target);
        }

        @Override
        public void close() {
            task.close();
        }
    }

    private void train(float factor, Settings settings) throws IOException {
        try (Faulty task = new Faulty(new TinyTask(false), 32, factor)) {
            new Trainer<>(task, settings, folder, TrainingListener.NONE).run(false);
        }
    }

    @ParameterizedTest
    @CsvSource({"NaN, the loss 'mse' is NaN", "Infinity, the loss 'mse' is Infinity", "1e4, times its running median"})
    void endsWithTheStepAndTheLossAndKeepsTheLastCheckpoint(float factor, String words) {
        Settings settings = TinySettings.of("steps", "40", "checkpoint-every", "10");
        assertThatThrownBy(() -> train(factor, settings))
                .isInstanceOf(DivergenceException.class)
                .hasMessageStartingWith("step 33: ")
                .hasMessageContaining(words)
                .hasMessageContaining("step-000000030");
        assertThat(folder.resolve("checkpoints/step-000000030/generator.safetensors"))
                .isRegularFile();
        assertThat(folder.resolve("log.html")).isRegularFile();
        assertThat(folder.resolve("weights")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1000000"})
    void howMuchIsTooMuchIsASetting(String divergence) throws IOException {
        train(1e4f, TinySettings.of("steps", "40", "divergence", divergence));
        assertThat(folder.resolve("weights")).isDirectory();
    }

    /** A hinge loss is often 0, and then no multiple of its median says anything. */
    @Test
    void aLossThatComesBackFromNothingIsNoAlarm() {
        LossWatch watch = new LossWatch(10);
        for (int i = 0; i < 200; i++) {
            assertThat(watch.problem("hinge", i < 30 ? 1 : i % 50 == 0 ? 0.05 : 0, false))
                    .isNull();
        }
        assertThat(watch.problem("hinge", 20, false)).contains("'hinge' is 20.0");
    }

    /** What a critic that has learned nothing says of pictures is near 0; what it says later is not, on either side. */
    @Test
    void aSignedLossMayComeFromZero() {
        LossWatch watch = new LossWatch(100);
        for (int i = 0; i < 60; i++) {
            assertThat(watch.problem("gan", 0.001, true)).isNull();
        }
        for (double value : new double[] {0.9, -2, 1.5, -3}) {
            assertThat(watch.problem("gan", value, true)).isNull();
        }
        assertThat(watch.problem("gan", -150, true)).contains("'gan' is -150.0");
        assertThat(watch.problem("gan", Double.NaN, true)).contains("NaN");
    }

    /** The page may be what cannot be written: the disk is full, or the log has a folder's place. */
    @Test
    void theDivergenceIsToldEvenIfThePageCannotBeWritten() throws IOException {
        Files.createDirectories(folder.resolve("log.html/taken"));
        assertThatThrownBy(() -> train(Float.NaN, TinySettings.of("steps", "40", "checkpoint-every", "100")))
                .isInstanceOf(DivergenceException.class)
                .hasMessageStartingWith("step 33: ")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }
}
