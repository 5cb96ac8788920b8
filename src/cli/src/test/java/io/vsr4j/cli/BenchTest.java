package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
    @Test
    void everyStageIsMeasuredOnItsOwnAndThenAllAtOnce() {
        CommandRun run = CommandRun.of("bench", "--size", "48x28", "--frames", "9", "--scale", "2", "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        JsonObject json = run.json();
        List<String> stages = new ArrayList<>();
        json.getAsJsonArray("stages").forEach(stage -> {
            JsonObject one = stage.getAsJsonObject();
            stages.add(one.get("stage").getAsString());
            assertThat(one.get("ms_per_frame").getAsDouble()).isPositive();
            assertThat(one.get("fps").getAsDouble()).isPositive();
        });
        assertThat(stages).containsExactly("decode", "convert", "network", "encode", "pipeline");
        assertThat(json.get("pipeline_to_network").getAsDouble()).isPositive();
        assertThat(json.get("scale").getAsInt()).isEqualTo(2);
        assertThat(json.get("threads").getAsInt()).isPositive();
    }

    @Test
    void theTableHasALineForEachStage() {
        CommandRun run = CommandRun.of("bench", "--size", "32x18", "--frames", "2", "--model", "bicubic");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("bicubic x4, 32x18, 2 frames")
                .hasLineCount(8)
                .contains("times as long");
    }

    @Test
    void sizesAndCountsAreChecked() {
        assertThat(CommandRun.of("bench", "--size", "0x18").err()).contains("--size must be WIDTHxHEIGHT");
        assertThat(CommandRun.of("bench", "--frames", "0").err()).contains("--frames must be at least 1, got 0");
    }

    @Test
    void aSignalStopsItAndItsFilesGo(@TempDir Path folder) throws Exception {
        List<String> here = List.of("env", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + folder);
        try (AppRun run = AppRun.start(here, "bench", "--size", "320x180", "--frames", "200", "--json")) {
            while (run.process().isAlive() && names(folder).stream().noneMatch(n -> n.startsWith("vsr-bench"))) {
                run.process().waitFor(5, TimeUnit.MILLISECONDS);
            }
            run.process().destroy();
            AppRun.Ended ended = run.end();

            assertThat(ended.exit()).as(ended.err()).isEqualTo(143);
            assertThat(ended.json().get("exit").getAsInt()).isEqualTo(143);
        }
        assertThat(names(folder)).noneMatch(n -> n.startsWith("vsr-bench"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
