package io.vsr4j.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances that come, go and are taken back. */
class CloudSimulationTest {
    private static final ScalingRules RULES = ScalingRules.DEFAULT;
    private static final Platform CALM = with(Platform.DEFAULT, "spot_interruptions=0");
    private static final Platform ROUGH = with(Platform.DEFAULT, "spot_interruptions=20", "without_notice=0.3");

    private static JobCosts costs(double seconds) {
        return new JobCosts(10, ChunkTimes.constant(seconds), JobCosts.PerVideo.NONE, JobCosts.PerVideo.NONE);
    }

    private static <R extends Record> R with(R numbers, String... changes) {
        R changed = numbers;
        for (String change : changes) {
            changed = Named.with(changed, change.split("=")[0], change.split("=")[1]);
        }
        return changed;
    }

    /**
     * The message is counted in minute 1, which is seen in minute 2; the instance is launched in minute 3 and takes its chunk
     * after boot, image and model, in minute 7. The queue is empty in minutes 8 to 12, which is seen in minute 13; the instance
     * is without a task from then on, for the fifteenth time in minute 27.
     */
    @Test
    void oneChunkWakesOneInstanceThatGoesAgain() {
        Outcome outcome = Simulation.cloud(Uploads.atOnce(1, 10), costs(30), RULES, CALM, 1);

        assertThat(outcome.seconds()).containsExactly(180 + 90 + 120 + 30 + 30);
        assertThat(outcome.instances()).isEqualTo(1);
        assertThat(outcome.spotSeconds()).isEqualTo(27 * 60 - 3 * 60);
        assertThat(outcome.onDemandSeconds()).isZero();
        assertThat(outcome.usefulSeconds()).isEqualTo(30);
    }

    @Test
    void tasksThatAreAlwaysThereNeedNoColdStart() {
        ScalingRules warm = with(RULES, "minimum_tasks=3", "maximum_tasks=3");
        List<Upload> later = List.of(new Upload(3600, 90));

        assertThat(Simulation.cloud(later, costs(30), warm, CALM, 1).seconds()).containsExactly(90);
    }

    @Test
    void tasksGrowWithTheBacklogAndEndWithIt() {
        ScalingRules rules = with(RULES, "target_seconds=600", "maximum_tasks=40");

        Outcome outcome = Simulation.cloud(Uploads.atOnce(1, 6000), costs(30), rules, CALM, 1);

        assertThat(outcome.mostInstances()).isEqualTo(30);
        assertThat(outcome.chunks()).isEqualTo(600);
        assertThat(outcome.repeats()).isZero();
        assertThat(outcome.timeline().get(outcome.timeline().size() - 1).instances())
                .isZero();
    }

    /** Rules that scale in as often as they can, on a load that comes and goes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void scalingInNeverStopsAChunk(long seed) {
        Platform nervous = with(CALM, "scale_in_periods=1", "scale_out_periods=1", "capacity_periods=1");
        ScalingRules rules = with(
                RULES,
                "idle_minutes=1",
                "scale_in_cooldown=0",
                "scale_out_cooldown=0",
                "target_seconds=60",
                "instance_warmup_seconds=0");

        Outcome outcome = Simulation.cloud(Uploads.morning(300, 30_000, 3, seed), costs(45), rules, nervous, seed);

        assertThat(outcome.repeats()).isZero();
        assertThat(outcome.lostSeconds()).isZero();
        assertThat(outcome.seconds()).hasSize(300);
        assertThat(outcome.timeline().stream()
                        .map(Outcome.Moment::desired)
                        .distinct()
                        .count())
                .isGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyChunkIsDoneOnceWhateverIsTakenBack(long seed) {
        JobCosts costs = costs(60);
        List<Upload> uploads = Uploads.morning(200, 20_000, 2, seed);

        Outcome outcome = Simulation.cloud(uploads, costs, RULES, ROUGH, seed);

        assertThat(outcome.chunks())
                .isEqualTo(uploads.stream()
                        .mapToLong(u -> costs.chunks(u.frames()))
                        .sum());
        assertThat(outcome.seconds()).hasSize(200);
        assertThat(outcome.repeats()).isPositive();
        assertThat(outcome.usefulSeconds())
                .isCloseTo(uploads.stream().mapToDouble(u -> 6.0 * u.frames()).sum(), within(1e-3));
    }

    /** A Poisson process: as many interruptions as the hours tell, within four standard deviations. */
    @Test
    void spotInstancesAreTakenBackAtTheRate() {
        Platform platform = with(CALM, "spot_interruptions=2");

        Outcome outcome =
                Simulation.cloud(Uploads.atOnce(1, 200_000), costs(30), with(RULES, "maximum_tasks=50"), platform, 3);

        double expected = 2 * outcome.spotSeconds() / 3600;
        assertThat((double) outcome.interruptions()).isCloseTo(expected, within(4 * Math.sqrt(expected)));
    }

    /** Work of s seconds that is begun anew at each interruption takes (exp(rate s) - 1) / rate on average. */
    @Test
    void interruptedWorkTakesWhatTheRenewalTheoremSays() {
        Platform platform = with(CALM, "spot_interruptions=6");

        Outcome outcome = Simulation.cloud(
                Uploads.atOnce(1, 100_000),
                costs(300),
                with(RULES, "maximum_tasks=200", "scale_in=false"),
                platform,
                3);

        double factor = Math.expm1(0.5) / 0.5;
        assertThat((outcome.usefulSeconds() + outcome.lostSeconds()) / outcome.usefulSeconds())
                .isCloseTo(factor, within(0.02));
    }

    @Test
    void onDemandIsNeverTakenBack() {
        Outcome outcome =
                Simulation.cloud(Uploads.atOnce(1, 9000), costs(60), with(RULES, "spot_percentage=0"), ROUGH, 1);

        assertThat(outcome.interruptions()).isZero();
        assertThat(outcome.spotSeconds()).isZero();
    }

    @Test
    void whereSpotIsMissingTheShareOnDemandIsLeft() {
        Platform missing = with(CALM, "spot_missing=0.99", "spot_missing_hours=1000");
        ScalingRules rules = with(RULES, "maximum_tasks=20", "spot_percentage=75", "target_seconds=60");

        Outcome outcome = Simulation.cloud(Uploads.atOnce(1, 9000), costs(60), rules, missing, 1);

        assertThat(outcome.mostInstances()).isEqualTo(5);
        assertThat(outcome.spotSeconds()).isZero();
        assertThat(outcome.seconds()).hasSize(1);
    }

    @Test
    void theSameSeedIsTheSameCourse() {
        List<Upload> uploads = Uploads.morning(100, 10_000, 1, 9);

        Outcome one = Simulation.cloud(uploads, costs(40), RULES, ROUGH, 4);
        Outcome two = Simulation.cloud(uploads, costs(40), RULES, ROUGH, 4);
        Outcome other = Simulation.cloud(uploads, costs(40), RULES, ROUGH, 5);

        assertThat(two).usingRecursiveComparison().isEqualTo(one);
        assertThat(other.seconds()).isNotEqualTo(one.seconds());
    }

    @Test
    void moreWorkersAreNeverLater() {
        List<Upload> uploads = Uploads.morning(300, 60_000, 1, 2);
        double before = Double.POSITIVE_INFINITY;
        double met = 0;
        for (int workers = 2; workers <= 64; workers *= 2) {
            ScalingRules fixed = with(RULES, "maximum_tasks=" + workers, "minimum_tasks=" + workers);
            Outcome outcome = Simulation.cloud(uploads, costs(20), fixed, CALM, 1);
            assertThat(outcome.percentile(1)).isLessThanOrEqualTo(before);
            assertThat(outcome.within(1800)).isGreaterThanOrEqualTo(met);
            before = outcome.percentile(1);
            met = outcome.within(1800);
        }
        assertThat(met).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"6, 2", "6, 5", "40, 0.5"})
    void whatIsPlannedIsInTime(double workers, double deadlineHours) {
        JobCosts costs = costs(workers);
        List<Upload> uploads = Uploads.morning(400, 400_000, 3, 8);
        ScalingRules most = with(RULES, "maximum_tasks=5000");
        Plan plan = Plan.of(uploads, costs, CALM, most, 3600 * deadlineHours);
        ScalingRules fixed = with(most, "maximum_tasks=" + plan.workers(), "minimum_tasks=" + plan.workers());
        // Workers are there when the first video comes.
        List<Upload> later = uploads.stream()
                .map(u -> new Upload(u.time() + plan.startSeconds(), u.frames()))
                .toList();

        Outcome outcome = Simulation.cloud(later, costs, fixed, CALM, 1);

        assertThat(outcome.percentile(1)).isLessThanOrEqualTo(plan.seconds() - plan.startSeconds() + 1e-6);
    }

    @Test
    void aMorningOfTenThousandUploadsIsPlayedThrough() {
        List<Upload> uploads = Uploads.morning(10_000, 280L * 3600 * 24, 6, 1);
        JobCosts costs = new JobCosts(120, ChunkTimes.constant(20), JobCosts.PerVideo.NONE, JobCosts.PerVideo.NONE);

        Outcome outcome = Simulation.cloud(uploads, costs, with(RULES, "maximum_tasks=400"), Platform.DEFAULT, 1);

        assertThat(outcome.chunks()).isGreaterThan(200_000);
        assertThat(outcome.seconds()).hasSize(10_000);
        assertThat(outcome.idle()).isBetween(0.0, 0.5);
    }

    @Test
    void videosThatNobodyRestoresHaveNoResult() {
        Platform none = with(CALM, "spot_missing=0.99", "spot_missing_hours=1000");

        Outcome outcome = Simulation.cloud(Uploads.atOnce(1, 10), costs(30), RULES, none, 1);

        assertThat(outcome.within(1e9)).isZero();
        assertThat(outcome.percentile(0.5)).isInfinite();
    }

    @Test
    void whatIsPaidForIsWholeSecondsAndAMinuteAtLeast() {
        Tally tally = new Tally();
        tally.leases.add(new Tally.Lease(true, 3.2));
        tally.leases.add(new Tally.Lease(true, 100.2));
        tally.leases.add(new Tally.Lease(false, 7200));

        Outcome outcome = Outcome.of(List.of(), tally);

        assertThat(outcome.spotSeconds()).isEqualTo(161);
        assertThat(outcome.cost(new Price("x", 3, 36, "EUR"))).isCloseTo(6 + 1.61, within(1e-9));
    }
}
