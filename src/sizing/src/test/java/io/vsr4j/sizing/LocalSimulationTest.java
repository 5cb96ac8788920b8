package io.vsr4j.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that are there from the beginning, against what can be computed by hand and by the theory of queues. */
class LocalSimulationTest {
    private static final double MANY_CORES = 1000;

    private static JobCosts costs(ChunkTimes chunks) {
        return new JobCosts(1, chunks, JobCosts.PerVideo.NONE, JobCosts.PerVideo.NONE);
    }

    private static List<Upload> poisson(int count, double rate, long seed) {
        RandomGenerator random = Streams.of(seed).next();
        List<Upload> uploads = new ArrayList<>();
        double time = 0;
        for (int i = 0; i < count; i++) {
            time += random.nextExponential() / rate;
            uploads.add(new Upload(time, 1));
        }
        return uploads;
    }

    @ParameterizedTest
    @CsvSource({"1, 12", "2, 12", "3, 7", "5, 4", "12, 12", "40, 12"})
    void equalChunksTakeAsManyTurnsAsWorkersNeed(int workers, int chunks) {
        Outcome outcome =
                Simulation.local(Uploads.atOnce(1, chunks), costs(ChunkTimes.constant(7)), workers, MANY_CORES, 1);

        assertThat(outcome.end()).isEqualTo(7.0 * ((chunks + workers - 1) / workers));
        assertThat(outcome.chunks()).isEqualTo(chunks);
        assertThat(outcome.usefulSeconds()).isCloseTo(7.0 * chunks, within(1e-9));
    }

    @Test
    void splitChunksAndMergeFollowEachOtherAndTheLastChunkIsShorter() {
        JobCosts costs = new JobCosts(
                10, ChunkTimes.constant(4), new JobCosts.PerVideo(3, 0.5, 0), new JobCosts.PerVideo(2, 0.1, 0));

        Outcome outcome = Simulation.local(Uploads.atOnce(1, 25), costs, 1, MANY_CORES, 1);

        assertThat(outcome.end()).isCloseTo(3 + 12.5 + 4 + 4 + 2 + 2 + 2.5, within(1e-9));
    }

    @Test
    void oneVideoIsSplitAtATimeWhileOthersAreRestored() {
        JobCosts costs =
                new JobCosts(1, ChunkTimes.constant(2), new JobCosts.PerVideo(5, 0, 0), new JobCosts.PerVideo(1, 0, 0));

        Outcome outcome = Simulation.local(Uploads.atOnce(3, 3), costs, 4, MANY_CORES, 1);

        assertThat(outcome.seconds()).containsExactly(8, 13, 18);
    }

    /** Each of n workers gets cores/n of the machine as soon as they ask for more than there is. */
    @ParameterizedTest
    @CsvSource({"1, 1.5, 2, 12", "2, 1.5, 2, 9", "4, 1.5, 2, 9", "2, 1, 2, 6", "4, 0.5, 2, 3", "4, 1, 2, 6"})
    void workersShareCores(int workers, double share, double cores, double seconds) {
        ChunkTimes chunks = new ChunkTimes(List.of(), List.of(new Effort(1, share)));

        Outcome outcome = Simulation.local(Uploads.atOnce(1, 12), costs(chunks), workers, cores, 1);

        assertThat(outcome.end()).isCloseTo(seconds, within(1e-9));
    }

    /** While both run each has half the core; what is left of the longer one then has all of it. */
    @Test
    void whoIsLeftAloneGoesOnAtFullSpeed() {
        Clock clock = new Clock();
        Host host = new Host(clock, 1);
        List<Double> ends = new ArrayList<>();
        host.start(new Effort(2, 1), () -> ends.add(clock.now()));
        clock.at(1, () -> host.start(new Effort(3, 1), () -> ends.add(clock.now())));
        Host.Work cancelled = host.start(new Effort(100, 1), () -> ends.add(-1.0));
        clock.at(0, cancelled::cancel);

        while (clock.next()) {}

        assertThat(ends).containsExactly(3.0, 5.0);
    }

    @Test
    void theFirstChunksOfAWorkerTakeWhatTheyTookInTheMeasurement() {
        ChunkTimes chunks = new ChunkTimes(List.of(new Effort(10, 0), new Effort(3, 0)), List.of(new Effort(1, 0)));

        assertThat(Simulation.local(Uploads.atOnce(1, 5), costs(chunks), 1, 1, 1)
                        .end())
                .isEqualTo(16);
        assertThat(Simulation.local(Uploads.atOnce(1, 6), costs(chunks), 2, 1, 1)
                        .end())
                .isEqualTo(14);
    }

    /** Pollaczek and Khinchine: work of equal length that comes at random waits for rho s / (2 (1 - rho)). */
    @ParameterizedTest
    @CsvSource({"0.3", "0.7"})
    void oneWorkerIsAQueueMD1(double load) {
        Outcome outcome = Simulation.local(poisson(200_000, load, 5), costs(ChunkTimes.constant(1)), 1, MANY_CORES, 1);

        double waiting = Arrays.stream(outcome.seconds()).average().orElseThrow() - 1;

        assertThat(waiting).isCloseTo(load / (2 * (1 - load)), within(0.03 * load / (2 * (1 - load))));
    }

    /** Erlang's C: exponential work at c workers waits with probability C, for 1 / (c mu - lambda) then. */
    @ParameterizedTest
    @CsvSource({"2, 1.2", "4, 2.4"})
    void severalWorkersAreAQueueMMc(int workers, double rate) {
        RandomGenerator random = Streams.of(7).next();
        double[] drawn = random.doubles(50_000).map(u -> -Math.log(1 - u)).toArray();
        double mean = Arrays.stream(drawn).average().orElseThrow();
        List<Effort> efforts =
                Arrays.stream(drawn).mapToObj(d -> new Effort(d / mean, 0)).toList();
        Outcome outcome = Simulation.local(
                poisson(200_000, rate, 6), costs(new ChunkTimes(List.of(), efforts)), workers, MANY_CORES, 2);

        double waiting =
                Arrays.stream(outcome.seconds()).average().orElseThrow() - outcome.usefulSeconds() / outcome.chunks();

        double expected = erlangC(workers, rate) / (workers - rate);
        assertThat(waiting).isCloseTo(expected, within(0.08 * expected));
    }

    private static double erlangC(int workers, double load) {
        double term = 1;
        double sum = 0;
        for (int k = 0; k < workers; k++) {
            sum += term;
            term *= load / (k + 1);
        }
        double all = term * workers / (workers - load);
        return all / (sum + all);
    }

    @Test
    void theSameSeedIsTheSameCourseAndAnotherIsNot() {
        ChunkTimes chunks = new ChunkTimes(List.of(), List.of(new Effort(1, 1), new Effort(2, 1), new Effort(5, 1)));

        double end =
                Simulation.local(Uploads.atOnce(3, 90), costs(chunks), 3, 2, 11).end();

        assertThat(Simulation.local(Uploads.atOnce(3, 90), costs(chunks), 3, 2, 11)
                        .end())
                .isEqualTo(end);
        assertThat(Simulation.local(Uploads.atOnce(3, 90), costs(chunks), 3, 2, 12)
                        .end())
                .isNotEqualTo(end);
    }
}
