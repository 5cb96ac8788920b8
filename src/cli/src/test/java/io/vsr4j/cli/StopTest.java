package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopTest {
    private static final int FRAMES = 96;
    private static final int CHUNK = 8;

    @TempDir
    Path folder;

    private Path clip;
    private Path out;
    private Path work;

    @BeforeEach
    void makeClip() throws IOException {
        clip = Y4m.write(folder.resolve("clip.y4m"), 96, 54, FRAMES);
        out = folder.resolve("out.mkv");
        work = folder.resolve("out.mkv.vsr-work");
    }

    @Test
    void killedAtAnyInstantItGoesOnToTheSameFrames() throws Exception {
        Path whole = folder.resolve("whole.mkv");
        assertThat(AppRun.run(upscaleTo(whole)).exit()).isZero();

        Random random = new Random(11);
        int kept = 0;
        for (int kill = 0; kill < 3; kill++) {
            try (AppRun run = AppRun.start(upscaleTo(out, "--resume"))) {
                waitForChunks(run, kept + 1 + random.nextInt(2));
                run.process().waitFor(random.nextInt(300), TimeUnit.MILLISECONDS);
                run.process().destroyForcibly();
                assertThat(run.end().exit()).isEqualTo(128 + 9);
            }
            assertThat(out).doesNotExist();
            assertThat(chunks()).isGreaterThanOrEqualTo(kept);
            kept = chunks();
        }

        AppRun.Ended last = AppRun.run(upscaleTo(out, "--resume", "--json"));
        assertThat(last.exit()).as(last.err()).isZero();
        assertThat(last.json().get("reused").getAsInt()).isEqualTo(kept * CHUNK).isPositive();
        assertThat(Decoded.of(out)).isEqualTo(Decoded.of(whole));
        assertThat(work).doesNotExist();
    }

    @Test
    void killedWhileItJoinsItLeavesNoHalfOutput() throws Exception {
        try (AppRun run = AppRun.start(upscaleTo(out))) {
            while (run.process().isAlive() && !run.err().contains("stage=join")) {
                run.process().waitFor(1, TimeUnit.MILLISECONDS);
            }
            run.process().destroyForcibly();
            run.end();
        }
        if (Files.exists(out)) { // it was faster than the kill, and whole
            assertThat(Decoded.of(out).hashes()).hasSize(FRAMES);
        }

        AppRun.Ended resumed = AppRun.run(upscaleTo(out, "--resume", "--json"));

        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(resumed.json().get("reused").getAsInt()).isEqualTo(FRAMES);
        assertThat(Decoded.of(out).hashes()).hasSize(FRAMES);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("clip.y4m", "out.mkv");
        }
    }

    @Test
    void otherSettingsAreNoReasonToUseOldChunks() throws Exception {
        try (AppRun run = AppRun.start(upscaleTo(out))) {
            waitForChunks(run, 1);
            run.process().destroyForcibly();
            run.end();
        }
        int kept = chunks();

        AppRun.Ended other = AppRun.run(upscaleTo(out, "--resume", "--seed", "7"));
        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.messages()).singleElement().asString().contains("cannot resume", "seed is 7, was 0");
        AppRun.Ended fresh = AppRun.run(upscaleTo(out));
        assertThat(fresh.exit()).isEqualTo(2);
        assertThat(fresh.messages()).singleElement().asString().contains("--resume");
        assertThat(chunks()).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSignalStopsItCleanly(String signal, int exit) throws Exception {
        // A parent may have told its children to ignore Ctrl-C, as shells do for what runs in the background.
        List<String> listening = List.of("env", "--default-signal=" + signal);
        try (AppRun run = AppRun.start(listening, upscaleTo(out, "--json"))) {
            waitForChunks(run, 2);
            new ProcessBuilder("kill", "-" + signal, Long.toString(run.process().pid()))
                    .start()
                    .waitFor();
            AppRun.Ended ended = run.end();

            assertThat(ended.exit()).isEqualTo(exit);
            assertThat(ended.messages())
                    .singleElement()
                    .asString()
                    .startsWith("vsr: stopped before " + out + " was done")
                    .contains("--resume");
            assertThat(ended.json().get("exit").getAsInt()).isEqualTo(exit);
        }
        assertThat(out).doesNotExist();
        assertThat(chunks()).isGreaterThanOrEqualTo(2);

        AppRun.Ended resumed = AppRun.run(upscaleTo(out, "--resume", "--json"));
        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(resumed.json().get("reused").getAsInt()).isGreaterThanOrEqualTo(2 * CHUNK);
        assertThat(Decoded.of(out).hashes()).hasSize(FRAMES);
    }

    private String[] upscaleTo(Path to, String... more) {
        List<String> line = List.of(
                "upscale",
                clip.toString(),
                "-o",
                to.toString(),
                "--codec",
                "ffv1",
                "--chunk-frames",
                Integer.toString(CHUNK));
        return Stream.concat(line.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private void waitForChunks(AppRun run, int count) throws Exception {
        while (chunks() < count) {
            if (run.process().waitFor(5, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("ended too early: " + run.end());
            }
        }
    }

    private int chunks() throws IOException {
        if (!Files.exists(work)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(work)) {
            return (int) files.filter(f -> f.getFileName().toString().startsWith("chunk-"))
                    .count();
        }
    }
}
