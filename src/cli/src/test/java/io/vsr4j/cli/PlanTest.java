package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
    @TempDir
    private Path folder;

    private static CommandRun plan(String... more) {
        List<String> args = new ArrayList<>(List.of("plan", "--video-hours", "10", "--deadline", "4"));
        args.addAll(List.of(more));
        return CommandRun.of(args.toArray(String[]::new));
    }

    private static String[] given(String... more) {
        List<String> args = new ArrayList<>(
                List.of("--seconds-per-chunk", "20", "--split", "36", "--merge", "24", "--spot-share", "0", "--json"));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** 7200 chunks; 540 s until workers work, 600 s for split and merge; 663 turns are left. */
    @Test
    void workersAreTheFewestThatAreInTime() {
        JsonObject plan = plan(given()).json();

        assertThat(plan.get("chunks").getAsInt()).isEqualTo(7200);
        assertThat(plan.get("workers").getAsInt()).isEqualTo(11);
        assertThat(plan.get("seconds").getAsDouble()).isCloseTo(540 + 600 + 655 * 20, within(1e-3));
        assertThat(plan.get("instance_hours").getAsDouble())
                .isCloseTo((7200 * 20 + 11 * (240 + 1200)) / 3600.0, within(1e-3));
        assertThat(plan.has("cost")).isFalse();
        assertThat(plan.has("simulation")).isFalse();
    }

    @Test
    void pricesMakeACost() throws IOException {
        Path prices = file("prices.csv", "instance,on_demand,spot,currency\nlarge,2,1,EUR\nsmall,1,0.5,EUR\n");

        JsonObject plan = plan(given("--prices", prices.toString(), "--instance", "large"))
                .json();
        CommandRun text = plan("--seconds-per-chunk", "20", "--prices", prices.toString(), "--instance", "small");

        assertThat(plan.get("cost").getAsDouble())
                .isCloseTo(2 * plan.get("instance_hours").getAsDouble(), within(2e-3));
        assertThat(plan.get("currency").getAsString()).isEqualTo("EUR");
        assertThat(text.out()).containsPattern("cost +\\d+\\.\\d\\d EUR for instances of type small");
    }

    @Test
    void withoutPricesTheCostIsUnknownAndWhatIsAssumedIsSaid() {
        CommandRun run = plan("--seconds-per-chunk", "20");

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains("cost         unknown; give prices with --prices FILE")
                .contains("assumed      cold start 4.0 min", "0.05 spot interruptions an instance hour")
                .contains("7200 of 120 frames, 20 s each (given)")
                .contains("rules        seconds_per_chunk = 20, target_seconds = ");
    }

    @Test
    void aMeasurementOnThisMachineTellsHowLongChunksTake() {
        CommandRun run =
                plan("--bench", "--model", "bicubic", "--source-size", "48x28", "--chunk-frames", "10", "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.json().get("seconds_per_chunk").getAsDouble()).isPositive();
        assertThat(run.json().get("seconds_per_chunk_source").getAsString())
                .isEqualTo("by 24 frames on this machine, cpu");
    }

    /** A report of quarter the frames and quarter the pixels: sixteen times the time. */
    @Test
    void aReportOfAJobTellsHowLongChunksTake() throws IOException {
        Path report = file(
                "report.json",
                "{\"model\": {\"id\": \"compact\", \"scale\": 2}, \"frames\": 60, \"width\": 1280, \"height\": 720,"
                        + " \"mergeSeconds\": 0.06, \"chunks\": [{\"frames\": 30, \"seconds\": 1},"
                        + " {\"frames\": 30, \"seconds\": 2}]}");

        JsonObject plan = plan("--measured", report.toString(), "--chunk-frames", "120", "--json", "--spot-share", "0")
                .json();

        assertThat(plan.get("model").getAsString()).isEqualTo("compact");
        assertThat(plan.get("seconds_per_chunk").getAsDouble()).isCloseTo(16 * 1.5, within(1e-3));
        assertThat(plan.get("chunk_frames").getAsInt()).isEqualTo(120);
        assertThat(plan("--measured", report.toString(), "--model", "oasis").err())
                .contains("is of model 'compact' and says nothing of 'oasis'");
    }

    @Test
    void theSimulationRepeatsItselfAndIsDrawn() throws IOException {
        Path plot = folder.resolve("plot.svg");

        CommandRun one = plan(given("--simulate", "--seed", "3", "--plot", plot.toString()));
        CommandRun two = plan(given("--simulate", "--seed", "3"));

        assertThat(one.out()).isEqualTo(two.out());
        assertThat(one.json().getAsJsonObject("simulation").get("chunks").getAsInt())
                .isEqualTo(7200);
        assertThat(one.json().getAsJsonObject("simulation").get("in_time").getAsDouble())
                .isEqualTo(1);
        assertThat(Files.readString(plot)).startsWith("<svg").contains("One video of 10 h");
        assertThat(plan("--seconds-per-chunk", "20", "--simulate").out())
                .contains("in time      100.0 % of the videos");
    }

    @Test
    void videosThatComeOverHoursNeedFewerWorkersThanAllAtOnce() {
        int spread = plan(given("--videos", "100", "--over", "8"))
                .json()
                .get("workers")
                .getAsInt();
        int atOnce = plan(given("--videos", "100")).json().get("workers").getAsInt();

        assertThat(spread).isLessThan(atOnce);
    }

    @Test
    void numbersOfTheRulesCanBeSet() {
        JsonObject plan = plan(given("--set", "target_seconds=77", "--set", "boot_seconds=10", "--max-workers", "50"))
                .json();

        assertThat(plan.getAsJsonObject("rules").get("target_seconds").getAsInt())
                .isEqualTo(77);
        assertThat(plan.getAsJsonObject("rules").get("maximum_tasks").getAsInt())
                .isEqualTo(50);
        assertThat(plan.getAsJsonObject("platform").get("boot_seconds").getAsDouble())
                .isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--model compact | how long a chunk takes is not known",
                "--seconds-per-chunk 3 --bench | got 2 of them",
                "--seconds-per-chunk 0 | --seconds-per-chunk must be above 0",
                "--seconds-per-chunk NaN | --seconds-per-chunk must be above 0",
                "--seconds-per-chunk 3 --fps 0 | --fps must be in 0.1..1000, got 0",
                "--seconds-per-chunk 3 --videos 0 | --videos must be in 1..1000000, got 0",
                "--seconds-per-chunk 3 --source-size 720p | --source-size must be WIDTHxHEIGHT",
                "--seconds-per-chunk 3 --chunk-frames 0 | --chunk-frames must be at least 1",
                "--seconds-per-chunk 3 --spot-share 2 | --spot-share must be in 0..1, got 2.0",
                "--seconds-per-chunk 3 --cold-start -1 | --cold-start must be in 0..86400 seconds",
                "--seconds-per-chunk 3 --max-workers 0 | --max-workers must be at least 1",
                "--seconds-per-chunk 3 --over 0 | --over must be in 0.01..240, got 0",
                "--seconds-per-chunk 3 --model none | none",
                "--seconds-per-chunk 3 --plot a.svg | add --simulate",
                "--seconds-per-chunk 3 --instance a | add --prices FILE",
                "--seconds-per-chunk 3 --set speed=3 | there is no number 'speed'",
                "--seconds-per-chunk 3 --set speed | --set takes NAME=VALUE, got 'speed'",
                "--seconds-per-chunk 3 --set maximum_tasks=0 | maximum_tasks must be in 1..5000, got 0",
                "--seconds-per-chunk 20 --max-workers 2 | workers, and there may be 2; allow more, or take",
                "--seconds-per-chunk 14000 | no number of workers meets a deadline of 4.00 h",
            })
    void whatCannotBePlannedIsOneLine(String options, String said) {
        CommandRun run = plan(options.split(" "));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains(said);
    }

    @Test
    void aFileThatIsNotThereIsAFailure() {
        assertThat(plan("--measured", folder.resolve("none").toString()).err()).contains("there is no such file");
        assertThat(plan(
                                "--seconds-per-chunk",
                                "3",
                                "--prices",
                                folder.resolve("none").toString())
                        .exit())
                .isEqualTo(1);
    }
}
