package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vsr4j.quality.evaluate.ClipResult;
import io.vsr4j.quality.evaluate.RunFailure;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateTest {
    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void clips() throws IOException {
        data = folder.resolve("clips");
        Files.createDirectories(data.resolve("GT"));
        Y4m.write(data.resolve("GT/a.y4m"), 48, 32, 3);
        Y4m.write(data.resolve("GT/b.y4m"), 48, 32, 2);
    }

    @Test
    void theTableIsPrintedAndWrittenBesideTheData() {
        CommandRun run = CommandRun.of("evaluate", "--data", data.toString(), "--models", "bicubic,compact");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("clips\n", "model", "psnr \u2191", "ssim \u2191", "\n  bicubic ", "\n  compact ")
                .contains("4 computed, 0 were there, 0 failed");
        assertThat(run.err()).contains("model=compact set=clips clip=b run=4 runs=4 done=0.00 left_s=");
        for (String table : new String[] {"table.md", "table.csv", "table.html"}) {
            assertThat(folder.resolve("clips-evaluation").resolve(table)).isNotEmptyFile();
        }
    }

    @Test
    void jsonHoldsTheMeansAndAClipThatFailsIsOne() throws IOException {
        Files.writeString(data.resolve("GT/c.y4m"), "no video");

        CommandRun run = CommandRun.of(
                "evaluate",
                "--data",
                data.toString(),
                "--models",
                "bicubic",
                "--scale",
                "2",
                "--crop",
                "32x16",
                "--frames",
                "1",
                "--json",
                "--quiet",
                "-o",
                folder.resolve("out").toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("vsr: bicubic on clips/c: ").doesNotContain("runs=");
        JsonObject set = run.json().getAsJsonArray("sets").get(0).getAsJsonObject();
        assertThat(set.get("set").getAsString()).isEqualTo("clips");
        JsonObject row = set.getAsJsonArray("rows").get(0).getAsJsonObject();
        assertThat(row.get("clips").getAsInt()).isEqualTo(2);
        assertThat(row.getAsJsonObject("metrics").get("psnr").getAsDouble()).isBetween(5.0, 60.0);
        assertThat(run.json().getAsJsonArray("failures")).hasSize(1);
        assertThat(Files.readString(folder.resolve("out/table.csv"))).contains(",1,32,16,");
    }

    @Test
    void whatCannotBeMeantIsRefusedBeforeAnyWork() {
        assertRefused("no model 'compakt'", "--models", "compakt");
        assertRefused("no metric 'psnrr'", "--models", "bicubic", "--metrics", "psnrr");
        assertRefused("--crop must be WIDTHxHEIGHT", "--models", "bicubic", "--crop", "512");
        assertRefused("--frames must be a number of frames or all", "--models", "bicubic", "--frames", "0");
        assertRefused("--degrade must be", "--models", "bicubic", "--degrade", "rain");
        assertRefused("--scale must be in 1..8", "--models", "bicubic", "--scale", "9");
        assertRefused("which is not in --models", "--models", "bicubic", "--weights", "adcvsr=x");
        assertThat(folder.resolve("clips-evaluation")).doesNotExist();
    }

    private void assertRefused(String message, String... options) {
        String[] args = Stream.concat(Stream.of("evaluate", "--data", data.toString()), Stream.of(options))
                .toArray(String[]::new);

        CommandRun run = CommandRun.of(args);

        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    /** Killed at any instant, the next run does what is missing and nothing else. */
    @Test
    void aKilledRunGoesOnWhereItWas() throws Exception {
        for (int i = 0; i < 6; i++) {
            Y4m.write(data.resolve("GT/more" + i + ".y4m"), 96, 64, 6);
        }
        String[] args = {"evaluate", "--data", data.toString(), "--models", "bicubic,lanczos", "--json"};
        try (AppRun run = AppRun.start(args)) {
            while (run.process().isAlive() && results() < 2) {
                run.process().waitFor(2, TimeUnit.MILLISECONDS);
            }
            run.process().destroyForcibly().waitFor();
        }
        long kept = results();

        CommandRun second = CommandRun.of(args);

        assertThat(second.exit()).as(second.err()).isZero();
        assertThat(second.json().get("reused").getAsLong()).isEqualTo(kept).isPositive();
        assertThat(second.json().get("computed").getAsLong()).isEqualTo(16 - kept);
        assertThat(results()).isEqualTo(16);
    }

    private long results() throws IOException {
        Path results = folder.resolve("clips-evaluation/results");
        if (!Files.isDirectory(results)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(results)) {
            return files.filter(file -> file.toString().endsWith(".json")).count();
        }
    }

    @Test
    void timeLeftCountsRunsThatTookTimeAlone() {
        StringWriter err = new StringWriter();
        double[] now = {0};
        EvaluationProgress progress =
                new EvaluationProgress(new PrintWriter(err, true), OptionalInt.empty(), () -> now[0], false);
        progress.planned(10);
        progress.done(5); // from an earlier evaluation
        progress.began("compact", "UDM10", "a\nb");
        now[0] = 20;
        progress.advanced(1);
        progress.finished(result());
        progress.done(6);
        progress.began("compact", "UDM10", "c");
        now[0] = 30;
        progress.advanced(0.5);
        progress.failed(new RunFailure("compact", "UDM10", "c", new InvalidRequestException("too small")));

        assertThat(err.toString().lines())
                .containsExactly(
                        "model=compact set=UDM10 clip=a?b run=6 runs=10 done=0.00",
                        "model=compact set=UDM10 clip=a?b run=6 runs=10 done=1.00 left_s=80",
                        "model=compact set=UDM10 clip=c run=7 runs=10 done=0.00 left_s=80",
                        "model=compact set=UDM10 clip=c run=7 runs=10 done=0.50 left_s=70",
                        "vsr: compact on UDM10/c: too small");
    }

    private static ClipResult result() {
        return new ClipResult(1, "key", "UDM10", "a", "compact", 1, 1, 1, 1, 1, 0, 1, 1, 1, Map.of(), List.of());
    }
}
