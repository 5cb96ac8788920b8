package io.vsr4j.sizing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The tables and pictures of docs/scaling.md: a morning with 10,000 uploads, and a film of ten hours, with one number changed at
 * a time. Argument: the folder for the pictures.
 */
public final class ScalingStudy {
    private static final int CHUNK_FRAMES = 120;
    private static final long HOUR_FRAMES = 24L * 3600;
    private static final JobCosts COSTS = new JobCosts(
            CHUNK_FRAMES,
            ChunkTimes.constant(20),
            new JobCosts.PerVideo(0, 0.0004, 0),
            new JobCosts.PerVideo(0, 0.001, 0));

    private static final Scenario MORNING =
            new Scenario("Morning", Uploads.morning(10_000, 280 * HOUR_FRAMES, 6, 1), 3600, "maximum_tasks=500");
    private static final Scenario FILM = new Scenario(
            "Film", Uploads.atOnce(1, 10 * HOUR_FRAMES), 4 * 3600, "maximum_tasks=500", "target_seconds=2400");

    private ScalingStudy() {}

    /** Videos, a deadline in seconds, and rules that differ from the defaults. */
    private record Scenario(String name, List<Upload> uploads, double deadline, String... changes) {
        Outcome outcome(long seed, String... more) {
            ScalingRules rules = ScalingRules.DEFAULT;
            Platform platform = Platform.DEFAULT;
            for (String[] all : new String[][] {changes, more}) {
                for (String change : all) {
                    String name = change.split("=")[0];
                    String value = change.split("=")[1];
                    if (Named.values(rules).containsKey(name)) {
                        rules = Named.with(rules, name, value);
                    } else {
                        platform = Named.with(platform, name, value);
                    }
                }
            }
            return Simulation.cloud(uploads, COSTS, rules, platform, seed);
        }

        void row(String words, String... more) {
            Outcome o = outcome(1, more);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f %% | %s | %s | %s | %d | %.0f | %.0f %% | %d |%n",
                    words,
                    100 * o.within(deadline),
                    Spans.text(o.percentile(0.5)),
                    Spans.text(o.percentile(0.99)),
                    Spans.text(o.percentile(1)),
                    o.mostInstances(),
                    (o.onDemandSeconds() + o.spotSeconds()) / 3600,
                    100 * o.idle(),
                    o.repeats());
        }

        void table() {
            System.out.printf(
                    "%n%s%n%n| changed | in time | median | 99 %% | all | most instances | instance hours |"
                            + " without use | chunks begun again |%n| --- | --- | --- | --- | --- | --- | --- | --- | --- |%n",
                    name);
            row("nothing");
            for (int seconds : new int[] {300, 600, 1200, 2400, 3600}) {
                row("`target_seconds = " + seconds + "`", "target_seconds=" + seconds);
            }
            row("`scale_in = false`", "scale_in=false");
            row("`count_starting = false`", "count_starting=false");
            row("the same, `scale_out_cooldown = 600`", "count_starting=false", "scale_out_cooldown=600");
            row("`scale_out_cooldown = 60`", "scale_out_cooldown=60");
            row("`scale_out_cooldown = 600`", "scale_out_cooldown=600");
            row("`idle_minutes = 0`", "idle_minutes=0");
            row("`minimum_tasks = 10`", "minimum_tasks=10");
            row("cold start 1 min", "boot_seconds=30", "pull_seconds=0", "load_seconds=30");
            row("cold start 10 min", "pull_seconds=480");
            row("cold start 20 min", "pull_seconds=1080");
            row("no spot", "spot_percentage=0");
            row("0.5 interruptions an hour", "spot_interruptions=0.5");
            row("2 interruptions an hour", "spot_interruptions=2");
            row("2 an hour, without notice", "spot_interruptions=2", "without_notice=1");
            row("spot missing half the time", "spot_missing=0.5");
            row("the same, a quarter on demand", "spot_missing=0.5", "spot_percentage=75");
        }

        void draw(Path folder) throws IOException {
            Files.writeString(
                    folder.resolve("scaling-" + name.toLowerCase(Locale.ROOT) + ".svg"),
                    Chart.of(name, outcome(1)).svg());
        }
    }

    public static void main(String[] args) throws IOException {
        for (Scenario scenario : List.of(MORNING, FILM)) {
            scenario.table();
            scenario.draw(Path.of(args[0]));
        }
        Outcome running = FILM.outcome(1, "count_starting=false");
        Files.writeString(
                Path.of(args[0], "scaling-running.svg"),
                Chart.of("Film, backlog by tasks that run alone", running).svg());
    }
}
