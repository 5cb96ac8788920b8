package io.vsr4j.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten seconds a chunk and a target of 100: ten chunks a task. What is counted is seen a minute later. */
class AutoscalerTest {
    private static final ScalingRules RULES = new ScalingRules(100, 0, 50, 1, true, true, 300, 300, 5, 300, 0, 100, 60);

    private static Autoscaler scaler(ScalingRules rules) {
        return new Autoscaler(rules, Platform.DEFAULT, 10);
    }

    /** {@return what is wanted each minute, where all that is wanted runs at once} */
    private static List<Integer> wanted(Autoscaler scaler, int firstMinute, int... backlogs) {
        List<Integer> wanted = new ArrayList<>();
        for (int i = 0; i < backlogs.length; i++) {
            wanted.add(scaler.minute(60.0 * (firstMinute + i), backlogs[i], backlogs[i], scaler.desired()));
        }
        return wanted;
    }

    private static int[] minutes(int count, int backlog) {
        int[] backlogs = new int[count];
        Arrays.fill(backlogs, backlog);
        return backlogs;
    }

    @Test
    void aMessageWakesOneTaskAndThreeMinutesLaterAsManyAsTheBacklogNeeds() {
        assertThat(wanted(scaler(RULES), 0, 200, 200, 200, 200, 200)).containsExactly(0, 1, 1, 20, 20);
    }

    @Test
    void noMoreThanTheMost() {
        assertThat(wanted(scaler(RULES), 0, 9000, 9000, 9000, 9000, 9000)).endsWith(50, 50);
    }

    @Test
    void aBacklogNearTheTargetChangesNothing() {
        Autoscaler scaler = scaler(Named.with(RULES, "minimum_tasks", "4"));

        assertThat(wanted(scaler, 0, minutes(40, 40))).containsOnly(4);
        assertThat(wanted(scaler, 40, minutes(40, 37))).containsOnly(4);
    }

    @Test
    void fifteenMinutesBelowTheTargetScaleInAndTheNextTimeWaitsForTheCooldown() {
        Autoscaler scaler = scaler(RULES);
        wanted(scaler, 0, 200, 200, 200, 200);

        List<Integer> wanted = wanted(scaler, 4, minutes(24, 95));

        assertThat(wanted.subList(0, 15)).containsOnly(20);
        assertThat(wanted.get(15)).isEqualTo(10);
        assertThat(wanted.subList(15, 24)).containsOnly(10);
    }

    @Test
    void aCooldownBlocksScalingInAgain() {
        Autoscaler scaler = scaler(RULES);
        wanted(scaler, 0, 200, 200, 200, 200);
        wanted(scaler, 4, minutes(16, 95));

        // In minute 19 it scaled in; five minutes later it may again.
        assertThat(wanted(scaler, 20, minutes(6, 30))).containsExactly(10, 10, 10, 10, 3, 3);
    }

    @Test
    void withoutScaleInOnlyAnEmptyQueueEndsTasks() {
        Autoscaler scaler = scaler(Named.with(RULES, "scale_in", "false"));
        wanted(scaler, 0, 200, 200, 200, 200);

        assertThat(wanted(scaler, 4, minutes(60, 5))).containsOnly(20);
        assertThat(wanted(scaler, 64, minutes(6, 0))).containsExactly(20, 20, 20, 20, 20, 0);
    }

    @Test
    void fiveEmptyMinutesEndAllButTheLeast() {
        Autoscaler scaler = scaler(Named.with(RULES, "minimum_tasks", "2"));
        wanted(scaler, 0, 200, 200, 200, 200);

        assertThat(wanted(scaler, 4, minutes(7, 0))).containsExactly(20, 20, 20, 20, 20, 2, 2);
    }

    @Test
    void sleepCanBeLeftToTheTracking() {
        Autoscaler scaler = scaler(Named.with(RULES, "idle_minutes", "0"));
        wanted(scaler, 0, 200, 200, 200, 200);

        List<Integer> wanted = wanted(scaler, 4, minutes(16, 0));

        assertThat(wanted.subList(0, 15)).containsOnly(20);
        assertThat(wanted.get(15)).isZero();
    }

    /** None of the tasks runs yet. Who counts those that run asks for twenty times as many each time the cooldown is over. */
    @Test
    void whoDoesNotCountTasksThatAreStartingAsksForThemAgain() {
        Autoscaler running = scaler(Named.with(RULES, "count_starting", "false"));
        Autoscaler starting = scaler(RULES);
        for (int i = 0; i < 12; i++) {
            running.minute(60 * i, 200, 200, 0);
            starting.minute(60 * i, 200, 200, 0);
        }

        assertThat(running.desired()).isEqualTo(50);
        assertThat(starting.desired()).isEqualTo(20);
    }

    @Test
    void withinTheCooldownOfScalingOutOnlyMoreThanThatIsAdded() {
        Autoscaler scaler = scaler(RULES);
        wanted(scaler, 0, 200, 200, 200, 200);

        assertThat(wanted(scaler, 4, 260, 260, 260)).containsOnly(20);
        assertThat(wanted(scaler, 7, minutes(4, 260))).endsWith(26);
    }
}
