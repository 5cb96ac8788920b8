package io.vsr4j.sizing;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The scaling rules at work: tracking of the backlog per task, waking from zero, going to sleep. It is asked every minute, and
 * sees what was counted some time before.
 */
final class Autoscaler {
    /** Below this part of the target, target tracking scales in. */
    private static final double LOW = 0.9;

    private final ScalingRules rules;
    private final Platform platform;
    private final double target;
    private final int delay;
    private final Deque<Count> counts = new ArrayDeque<>();
    private int desired;
    private int above;
    private int below;
    private int empty;
    private double outUntil = Double.NEGATIVE_INFINITY;
    private double inUntil = Double.NEGATIVE_INFINITY;
    private int outBase;

    private record Count(int visible, int backlog, int tasks) {}

    /** @param chunkSeconds what a chunk is said to take */
    Autoscaler(ScalingRules rules, Platform platform, double chunkSeconds) {
        this.rules = rules;
        this.platform = platform;
        target = rules.targetSeconds() / chunkSeconds;
        delay = (int) Math.ceil(platform.metricDelay() / Platform.PERIOD);
        desired = rules.minimumTasks();
    }

    /** {@return tasks that are wanted} */
    int desired() {
        return desired;
    }

    /**
     * A minute has passed.
     *
     * @param now time in seconds
     * @param visible messages that can be seen
     * @param backlog all messages
     * @param running tasks that run
     * @return tasks that are wanted
     */
    int minute(double now, int visible, int backlog, int running) {
        counts.addLast(new Count(visible, backlog, rules.countStarting() ? desired : running));
        if (counts.size() <= delay) {
            return desired;
        }
        Count count = counts.removeFirst();
        double perTask = count.backlog() / (double) Math.max(1, count.tasks());
        above = perTask > target ? above + 1 : 0;
        below = perTask < LOW * target ? below + 1 : 0;
        empty = count.backlog() == 0 ? empty + 1 : 0;
        if (desired == 0 && count.visible() > 0) {
            desired = rules.wakeTasks(); // by a policy of its own, with a cooldown of its own
            inUntil = Double.NEGATIVE_INFINITY;
        } else if (above >= platform.scaleOutPeriods()) {
            // Within the cooldown, what was added counts as part of what is wanted now.
            int base = now < outUntil ? outBase : desired;
            out((int) Math.min(rules.maximumTasks(), Math.ceil(base * perTask / target)), base, now);
        } else if (rules.idleMinutes() > 0 && empty >= rules.idleMinutes()) {
            desired = Math.min(desired, rules.minimumTasks());
        } else if (rules.scaleIn() && below >= platform.scaleInPeriods() && now >= inUntil) {
            in((int) Math.max(rules.minimumTasks(), Math.ceil(desired * perTask / target)), now);
        }
        return desired;
    }

    private void out(int wanted, int base, double now) {
        if (wanted > desired) {
            desired = wanted;
            outBase = base;
            outUntil = now + rules.scaleOutCooldown();
            inUntil = Double.NEGATIVE_INFINITY;
        }
    }

    private void in(int wanted, double now) {
        if (wanted < desired) {
            desired = wanted;
            inUntil = now + rules.scaleInCooldown();
        }
    }
}
