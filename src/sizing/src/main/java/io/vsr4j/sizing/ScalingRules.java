package io.vsr4j.sizing;

/**
 * The numbers of the scaling rules, by the names that Terraform's variables have ({@link Named}).
 * docs/scaling.md says which rule each belongs to, and why it has its default.
 *
 * @param targetSeconds time in which the tasks that are there should work off what waits; divided by the seconds per chunk it
 *     is the backlog per task that is tracked
 * @param minimumTasks tasks that are always there
 * @param maximumTasks most tasks
 * @param wakeTasks tasks that a message wakes where there are none
 * @param countStarting whether the backlog is divided by the tasks that are wanted, those that are starting included, rather
 *     than by those that run
 * @param scaleIn whether the tracking of the target scales in too; if not, tasks end by {@code idleMinutes} alone
 * @param scaleOutCooldown seconds after scaling out in which only more than that is done
 * @param scaleInCooldown seconds after scaling in until it is done again
 * @param idleMinutes minutes without any message after which all tasks but {@code minimumTasks} end; 0 to leave that to the
 *     tracking of the target
 * @param instanceWarmupSeconds seconds in which no instance is given up after one was launched
 * @param onDemandBase instances that are always bought on demand, never spot
 * @param spotPercentage share of the others that is bought as spot, 0 to 100
 * @param visibilitySeconds seconds after which the message of a worker that died comes again
 */
public record ScalingRules(
        int targetSeconds,
        int minimumTasks,
        int maximumTasks,
        int wakeTasks,
        boolean countStarting,
        boolean scaleIn,
        int scaleOutCooldown,
        int scaleInCooldown,
        int idleMinutes,
        int instanceWarmupSeconds,
        int onDemandBase,
        int spotPercentage,
        int visibilitySeconds) {
    /** What follows from docs/scaling.md. */
    public static final ScalingRules DEFAULT =
            new ScalingRules(600, 0, 20, 1, true, true, 180, 300, 5, 300, 0, 100, 60);

    private static final int MOST_SECONDS = 604_800;
    /** Most tasks that a service may have. */
    public static final int MOST_TASKS = 5000;

    /** @throws IllegalArgumentException if a number is against its rule; says which */
    public ScalingRules {
        Named.require("target_seconds", targetSeconds, 1, MOST_SECONDS);
        Named.require("minimum_tasks", minimumTasks, 0, MOST_TASKS);
        Named.require("maximum_tasks", maximumTasks, Math.max(1, minimumTasks), MOST_TASKS);
        Named.require("wake_tasks", wakeTasks, 1, maximumTasks);
        Named.require("scale_out_cooldown", scaleOutCooldown, 0, MOST_SECONDS);
        Named.require("scale_in_cooldown", scaleInCooldown, 0, MOST_SECONDS);
        Named.require("idle_minutes", idleMinutes, 0, 1440);
        Named.require("instance_warmup_seconds", instanceWarmupSeconds, 0, 10_000);
        Named.require("on_demand_base", onDemandBase, 0, MOST_TASKS);
        Named.require("spot_percentage", spotPercentage, 0, 100);
        Named.require("visibility_seconds", visibilitySeconds, 1, 43_200);
    }

    /** {@return how many of some instances are bought on demand} */
    int onDemandOf(int instances) {
        int above = Math.max(0, instances - onDemandBase);
        return Math.min(instances, onDemandBase + (above * (100 - spotPercentage) + 99) / 100);
    }
}
