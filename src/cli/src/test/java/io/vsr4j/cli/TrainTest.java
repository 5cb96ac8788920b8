package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {
    private static final List<String> TINY = List.of(
            "steps=30",
            "batch=1",
            "checkpoint-every=3",
            "log-every=1",
            "data-threads=1",
            "network.width=6",
            "network.body=space time",
            "clip.scale=2",
            "clip.height=32",
            "clip.width=32",
            "clip.frames=3",
            "data.validation=0",
            "degrade=h264");

    @TempDir
    Path folder;

    @BeforeEach
    void makeData() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Y4m.write(folder.resolve("data/clip.y4m"), 96, 64, 24);
    }

    private String[] train(String out, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "compact-stage1", "-o", out(out), "--threads", "1"));
        args.addAll(List.of("--set", "data=" + folder.resolve("data")));
        TINY.forEach(setting -> args.addAll(List.of("--set", setting)));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    private void requireEqual(String one, String other) {
        for (String file : List.of(
                "weights/network/diffusion_pytorch_model.safetensors",
                "checkpoints/step-000000030/training/state.safetensors")) {
            assertThat(folder.resolve(one).resolve(file))
                    .as(file)
                    .hasSameBinaryContentAs(folder.resolve(other).resolve(file));
        }
    }

    private static void waitForCheckpoint(AppRun run, Path training, int step) throws Exception {
        Path checkpoint = training.resolve(String.format("checkpoints/step-%09d", step));
        while (!Files.exists(checkpoint) && run.process().isAlive()) {
            Thread.sleep(2);
        }
    }

    @Test
    void stoppedInWhateverWayItGoesOnToTheSameWeights() throws Exception {
        CommandRun whole = CommandRun.of(train("whole"));
        assertThat(whole.exit()).as(whole.err()).isZero();
        assertThat(whole.out().strip())
                .isEqualTo(folder.resolve("whole/weights").toString());

        Path stopped = folder.resolve("stopped");
        try (AppRun run = AppRun.start(train("stopped"))) {
            waitForCheckpoint(run, stopped, 6);
            run.process().destroyForcibly();
            assertThat(run.end().exit()).isEqualTo(128 + 9);
        }
        assertThat(stopped.resolve("weights")).doesNotExist();
        try (AppRun run = AppRun.start(train("stopped", "--resume"))) {
            waitForCheckpoint(run, stopped, 15);
            run.process().destroy();
            AppRun.Ended ended = run.end();
            assertThat(ended.exit()).as(ended.err()).isEqualTo(128 + 15);
            assertThat(ended.err()).contains("going on after step").contains("with --resume to go on");
        }
        CommandRun last = CommandRun.of(train("stopped", "--resume"));
        assertThat(last.exit()).as(last.err()).isZero();
        requireEqual("whole", "stopped");
        List<String> log = Files.readAllLines(stopped.resolve("log.csv"));
        assertThat(log).hasSize(31);
        assertThat(log.get(17)).startsWith("17,");

        String[] upscale = {
            "upscale",
            folder.resolve("data/clip.y4m").toString(),
            "-o",
            out("large.mkv"),
            "--scale",
            "2",
            "--to",
            "0.2",
            "--model",
            "compact",
            "--weights",
            folder.resolve("whole/weights").toString()
        };
        CommandRun large = CommandRun.of(upscale);
        assertThat(large.exit()).as(large.err()).isZero();
    }

    @Test
    void whatMakesNoSenseIsRefusedInOneLine() {
        refused(CommandRun.of("train", "compact"), "no recipe 'compact'", "compact-stage1");
        refused(CommandRun.of("train"), "--list");
        refused(CommandRun.of("train", "compact-stage1"), "-o");
        refused(CommandRun.of("train", "compact-stage1", "-o", out("a"), "--set", "speed=9"), "no setting 'speed'");
        refused(CommandRun.of("train", "compact-stage1", "-o", out("a")), "data");
        refused(CommandRun.of(train("a", "--set", "seed=1", "--set", "seed=2")), "seed twice", "'1'", "'2'");
        refused(CommandRun.of(train("a", "--set", "seed")), "NAME=VALUE", "'seed'");
        refused(CommandRun.of("train", "compact-stage1", "-o", out("a"), "--set", "steps=1e3"), "steps", "'1e3'");
        refused(CommandRun.of(train("a", "--set", "beta1=1")), "beta1", "'1'");
        refused(CommandRun.of(train("a", "--set", "schedule=linear")), "schedule", "cosine");
        refused(CommandRun.of(train("a", "--set", "weights=" + out("nowhere"))), "nowhere");
        assertThat(folder.resolve("a/weights")).doesNotExist();
    }

    private static void refused(CommandRun run, String... words) {
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err().lines().findFirst().orElse("")).contains(words);
    }

    /** The script is another one here: it takes the test's own video, and says that something is missing. */
    private CommandRun fetching(String script, String... more) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("app/bin"));
        Files.writeString(bin.resolve("fetch-training-data"), script);
        List<String> args = new ArrayList<>(List.of("train", "compact-stage1", "-o", out("fetched"), "--threads", "1"));
        TINY.forEach(setting -> args.addAll(List.of("--set", setting)));
        args.addAll(List.of("--set", "steps=2", "--fetch", out("a new $(set)")));
        args.addAll(List.of(more));
        args.remove("--set");
        args.remove("steps=30");
        System.setProperty(TrainingSet.APP, out("app"));
        try {
            return CommandRun.of(args.toArray(String[]::new));
        } finally {
            System.clearProperty(TrainingSet.APP);
        }
    }

    @Test
    void whatIsFetchedIsLearnedFrom() throws IOException {
        CommandRun run = fetching("echo one is missing >&2; cp -r '" + folder.resolve("data") + "' \"$1\"; exit 3\n");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).contains("one is missing");
        assertThat(folder.resolve("fetched/weights")).isDirectory();
    }

    @Test
    void whatCannotBeFetchedIsTold() throws IOException {
        refused(fetching("", "--set", "data=" + folder), "--fetch", "data=");
        CommandRun run = fetching("echo npm is missing >&2; exit 1\n");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("npm is missing").contains("could not be fetched");
        assertThat(folder.resolve("fetched")).doesNotExist();
        CommandRun none = CommandRun.of("train", "compact-stage1", "-o", out("a"), "--fetch", out("b"));
        refused(none, "--fetch", "--set data=");
    }

    @Test
    void recipesAndTheirSettingsAreTold() {
        assertThat(CommandRun.of("train", "--list").out().lines()).contains("compact-stage1", "compact-stage2");
        assertThat(CommandRun.of("train", "compact-stage2", "--show", "--set", "batch=3")
                        .out()
                        .lines())
                .contains("batch = 3", "beta2 = 0.999", "critic-ema = 0");
    }
}
