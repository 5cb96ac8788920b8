package io.vsr4j.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Platform CALM = Named.with(Platform.DEFAULT, "spot_interruptions", "0");
    private static final ScalingRules RULES = Named.with(ScalingRules.DEFAULT, "maximum_tasks", "1000");
    private static final JobCosts COSTS = new JobCosts(
            120, ChunkTimes.constant(20), new JobCosts.PerVideo(30, 0, 0), new JobCosts.PerVideo(30, 0, 0));
    private static final List<Upload> FILM = Uploads.atOnce(1, 864_000);

    /** 540 seconds until they work, 60 for split and merge: two hours leave 330 turns for 7200 chunks. */
    @Test
    void asManyWorkersAsTheTurnsThatAreLeftNeed() {
        Plan plan = Plan.of(FILM, COSTS, CALM, RULES, 7200);

        assertThat(CALM.fleetStart()).isEqualTo(540);
        assertThat(plan.chunks()).isEqualTo(7200);
        assertThat(plan.workers()).isEqualTo(22);
        assertThat(plan.seconds()).isEqualTo(540 + 60 + 328 * 20);
        assertThat(plan.instanceSeconds()).isEqualTo(22 * 240 + 7200 * 20 + 22 * 20 * 60);
        assertThat(plan.idleSeconds()).isEqualTo(22 * 20 * 60);
        assertThat(plan.targetSeconds()).isEqualTo(6600);
        assertThat(plan.scaleIn()).isFalse();
    }

    @Test
    void oneWorkerFewerIsTooLate() {
        Plan plan = Plan.of(FILM, COSTS, CALM, RULES, 7200);
        double oneFewer = 540 + 60 + 20 * Math.ceil(7200.0 / (plan.workers() - 1));

        assertThat(oneFewer).isGreaterThan(7200);
        assertThat(plan.seconds()).isLessThanOrEqualTo(7200);
    }

    @Test
    void whatIsImpossibleSaysWhatWouldBePossible() {
        assertThatThrownBy(() -> Plan.of(FILM, COSTS, CALM, RULES, 619))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no number of workers meets a deadline of 10.3 min")
                .hasMessageContaining("possible is a deadline of 10.3 min");
        assertThat(Plan.of(FILM, COSTS, CALM, Named.with(RULES, "maximum_tasks", "5000"), 640)
                        .workers())
                .isEqualTo(3600);
    }

    @Test
    void tooFewWorkersSayWhatTheyCanDo() {
        ScalingRules few = Named.with(RULES, "maximum_tasks", "10");

        assertThatThrownBy(() -> Plan.of(FILM, COSTS, CALM, few, 7200))
                .hasMessageContaining("takes 22 workers, and there may be 10")
                .hasMessageContaining("4.17 h");
        assertThat(Plan.of(FILM, COSTS, CALM, few, 540 + 60 + 720 * 20).workers())
                .isEqualTo(10);
    }

    @Test
    void interruptionsMakeChunksLonger() {
        Platform spot = Named.with(CALM, "spot_interruptions", "6");

        double chunk = Plan.of(FILM, COSTS, spot, RULES, 7200).chunkSeconds();

        assertThat(chunk).isCloseTo(600 * Math.expm1(20 / 600.0) * (1 + 240 / 600.0), within(1e-9));
        ScalingRules onDemand = Named.with(RULES, "spot_percentage", "0");
        assertThat(Plan.of(FILM, COSTS, spot, onDemand, 7200).chunkSeconds()).isEqualTo(20);
    }

    /** Two videos of ten minutes' work each, ten minutes apart, are for one worker; at the same time they are for two. */
    @Test
    void videosThatComeLaterNeedNoWorkersNow() {
        JobCosts costs = new JobCosts(1, ChunkTimes.constant(1), JobCosts.PerVideo.NONE, JobCosts.PerVideo.NONE);
        double deadline = CALM.fleetStart() + 602;

        assertThat(Plan.of(List.of(new Upload(0, 600), new Upload(600, 600)), costs, CALM, RULES, deadline)
                        .workers())
                .isEqualTo(1);
        assertThat(Plan.of(List.of(new Upload(0, 600), new Upload(10, 600)), costs, CALM, RULES, deadline)
                        .workers())
                .isEqualTo(2);
    }
}
