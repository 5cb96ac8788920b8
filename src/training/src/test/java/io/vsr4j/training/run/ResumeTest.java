package io.vsr4j.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.training.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
    private static final String[] SETTINGS = {
        "steps", "11", "checkpoint-every", "4", "log-every", "2", "ema", "0.9", "schedule", "cosine",
        "accumulation", "2", "clip", "0.3", "warmup", "3", "critic-learning-rate", "0.02", "critic-ema", "0"
    };

    @TempDir
    private Path folder;

    private static Settings settings(String... more) {
        List<String> all = new ArrayList<>(List.of(SETTINGS));
        all.addAll(List.of(more));
        return TinySettings.of(all.toArray(String[]::new));
    }

    /** Ends the training like a machine without power: nothing is told to anybody. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static boolean train(Path root, Settings settings, boolean resume, int crashAfter) throws IOException {
        try (TinyTask task = new TinyTask(true)) {
            return new Trainer<>(task, settings, root, new TrainingListener() {
                        @Override
                        public void stepped(StepResult result, double waited) {
                            if (result.step() == crashAfter) {
                                throw new Crash();
                            }
                        }
                    })
                    .run(resume);
        }
    }

    /** The log without the columns that tell time. */
    private static List<String> losses(Path root) throws IOException {
        return Files.readAllLines(root.resolve("log.csv")).stream()
                .map(row -> row.substring(0, row.lastIndexOf(',', row.lastIndexOf(',') - 1)))
                .toList();
    }

    private static void requireEqual(Path root, Path other) throws IOException {
        assertThat(losses(root)).isEqualTo(losses(other));
        for (String file : List.of(
                "weights/generator.safetensors",
                "checkpoints/step-000000011/generator.safetensors",
                "checkpoints/step-000000011/training/state.safetensors")) {
            assertThat(root.resolve(file)).as(file).hasSameBinaryContentAs(other.resolve(file));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 10})
    void aCrashedRunGoesOnAsIfNothingHadBeen(int crashAfter) throws IOException {
        Path whole = folder.resolve("whole");
        Path crashed = folder.resolve("crashed");
        assertThat(train(whole, settings(), false, 0)).isTrue();
        assertThatThrownBy(() -> train(crashed, settings(), false, crashAfter)).isInstanceOf(Crash.class);
        // What a write that was cut off leaves.
        Files.writeString(crashed.resolve("log.csv"), "12,0.", StandardOpenOption.APPEND);
        Files.createDirectories(crashed.resolve("checkpoints/.step-000000008/training"));
        assertThat(train(crashed, settings("data-threads", "3", "keep", "4"), true, 0))
                .isTrue();
        requireEqual(whole, crashed);
        try (Stream<Path> left = Files.list(crashed.resolve("checkpoints"))) {
            assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("."));
        }
    }

    @Test
    void aStoppedRunLeavesACheckpointOfItsLastStep() throws IOException {
        Path whole = folder.resolve("whole");
        Path stopped = folder.resolve("stopped");
        train(whole, settings(), false, 0);
        try (TinyTask task = new TinyTask(true)) {
            List<Trainer<?>> trainer = new ArrayList<>();
            trainer.add(new Trainer<>(task, settings(), stopped, new TrainingListener() {
                @Override
                public void stepped(StepResult result, double waited) {
                    if (result.step() == 6) {
                        trainer.get(0).stop();
                    }
                }
            }));
            assertThat(trainer.get(0).run(false)).isFalse();
        }
        assertThat(stopped.resolve("checkpoints/step-000000006")).isDirectory();
        assertThat(stopped.resolve("weights")).doesNotExist();
        assertThat(train(stopped, settings(), true, 0)).isTrue();
        requireEqual(whole, stopped);
    }

    @Test
    void otherSettingsAreRefused() throws IOException {
        train(folder, settings(), false, 0);
        assertThatThrownBy(() -> train(folder, settings("clip", "0.4", "seed", "9"), true, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clip was 0.3, is 0.4; seed was 1, is 9");
        assertThatThrownBy(() -> train(folder, settings("steps", "12"), true, 0))
                .hasMessageContaining("steps was 11");
        assertThatThrownBy(() -> train(folder, settings(), false, 0)).hasMessageContaining("holds a training already");
    }

    /** Where the learning rate knows no end, a training that is over can be given more steps. */
    @Test
    void moreStepsAreTheSameSteps() throws IOException {
        Path shorter = folder.resolve("shorter");
        Path longer = folder.resolve("longer");
        train(longer, settings("schedule", "constant"), false, 0);
        train(shorter, settings("schedule", "constant", "steps", "7"), false, 0);
        assertThat(train(shorter, settings("schedule", "constant"), true, 0)).isTrue();
        assertThat(shorter.resolve("weights/generator.safetensors"))
                .hasSameBinaryContentAs(longer.resolve("weights/generator.safetensors"));
    }

    /** Until it falls, nothing has depended on where that is. */
    @Test
    void aTrapezoidCanBeMadeLonger() throws IOException {
        Path shorter = folder.resolve("shorter");
        Path longer = folder.resolve("longer");
        String[] all = {"schedule", "trapezoid", "fall", "0.3"};
        train(longer, settings(all), false, 0);
        assertThatThrownBy(
                        () -> train(shorter, settings("schedule", "trapezoid", "steps", "7", "fall", "0.3"), false, 4))
                .isInstanceOf(Crash.class);
        assertThat(train(shorter, settings(all), true, 0)).isTrue();
        assertThat(shorter.resolve("weights/generator.safetensors"))
                .hasSameBinaryContentAs(longer.resolve("weights/generator.safetensors"));
        assertThatThrownBy(
                        () -> train(longer, settings("schedule", "trapezoid", "fall", "0.3", "steps", "20"), true, 0))
                .hasMessageContaining("steps was 11, is 20");
    }

    @Test
    void fewerStepsThanWereMadeAreRefused() throws IOException {
        train(folder, settings("schedule", "constant", "steps", "7"), false, 0);
        assertThatThrownBy(() -> train(folder, settings("schedule", "constant", "steps", "5"), true, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has made 7 steps, and setting steps is 5; set it to 7 or more");
    }

    /** They change the last digits, or the samples: the training goes on, but not in silence. */
    @Test
    void otherSurroundingsAreToldOf() {
        Surroundings before = new Surroundings(2, "cpu", "files");
        assertThat(before.differences(null)).isEmpty();
        assertThat(before.differences(before)).isEmpty();
        assertThat(new Surroundings(4, "gpu", "others").differences(before))
                .hasSize(3)
                .anyMatch(note -> note.contains("4 threads, and had 2"))
                .anyMatch(note -> note.contains("on the gpu, and did on the cpu"))
                .anyMatch(note -> note.contains("files to learn from are others"));
    }

    /** A training ends by writing weights/, which must not be what a user keeps there. */
    @Test
    void whatOthersMadeIsNotReplaced() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("weights")).resolve("mine"), "");
        for (boolean resume : new boolean[] {false, true}) {
            assertThatThrownBy(() -> train(folder, settings(), resume, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(folder + " holds weights");
        }
        assertThat(folder.resolve("weights/mine")).exists();

        Path other = folder.resolve("other");
        Path hidden = Files.createDirectories(other.resolve("checkpoints/.git"));
        assertThat(train(other, settings(), false, 0)).isTrue();
        assertThat(hidden).isDirectory();
    }

    /** A log that others have written into costs its rows, not the training. */
    @Test
    void aDamagedLogIsForgotten() throws IOException {
        Settings constant = settings("schedule", "constant", "steps", "4");
        train(folder, constant, false, 0);
        Path log = folder.resolve("log.csv");
        String header = Files.readAllLines(log).get(0);
        Files.write(log, new byte[] {'2', ',', (byte) 0xff, '\n'}, StandardOpenOption.APPEND);
        Files.writeString(log, "3" + header.replaceAll("[^,]+", "x").substring(1) + "\n", StandardOpenOption.APPEND);
        assertThat(train(folder, settings("schedule", "constant", "steps", "6"), true, 0))
                .isTrue();
        assertThat(losses(folder)).extracting(row -> row.split(",")[0]).containsExactly("step", "2", "4", "6");
    }

    @Test
    void settingsThatMakeNoSenseLeaveNoFolder() {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> train(none, settings("beta1", "1"), false, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(none).doesNotExist();
    }

    @Test
    void oldCheckpointsGo() throws IOException {
        train(folder, settings("checkpoint-every", "2"), false, 0);
        try (Stream<Path> left = Files.list(folder.resolve("checkpoints"))) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("step-000000010", "step-000000011");
        }
    }

    @Test
    void aDamagedCheckpointIsRefused() throws IOException {
        train(folder, settings(), false, 0);
        Path state = folder.resolve("checkpoints/step-000000011/training/state.safetensors");
        byte[] bytes = Files.readAllBytes(state);
        Files.write(state, Arrays.copyOf(bytes, bytes.length - 5));
        assertThatThrownBy(() -> train(folder, settings(), true, 0))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("remove " + folder.resolve("checkpoints/step-000000011") + " to go on from")
                .hasMessageContaining("step-000000008");
        Files.delete(state);
        assertThatThrownBy(() -> train(folder, settings(), true, 0))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("lacks " + state)
                .hasMessageContaining("to go on from");
        Files.write(state, bytes);
        Path progress = state.resolveSibling("progress.json");
        Files.writeString(progress, "{\"version\": 1, \"steps\": 11}");
        assertThatThrownBy(() -> train(folder, settings(), true, 0))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("progress.json");
    }

    /** The saved weights are the averages; the state has both. */
    @Test
    void averagesAreSavedAndNotTrainedOn() throws IOException {
        Path without = folder.resolve("without");
        Path with = folder.resolve("with");
        train(without, settings("ema", "0"), false, 0);
        train(with, settings(), false, 0);
        assertThat(losses(with)).isEqualTo(losses(without));
        assertThat(Files.readAllBytes(with.resolve("weights/generator.safetensors")))
                .isNotEqualTo(Files.readAllBytes(without.resolve("weights/generator.safetensors")));
    }
}
