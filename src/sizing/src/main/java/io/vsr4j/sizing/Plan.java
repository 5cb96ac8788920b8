package io.vsr4j.sizing;

import java.util.List;

/**
 * What it takes to have all results in time, by arithmetic: workers that start together when the first video comes, and chunks
 * that all take the mean time.
 *
 * @param videos how many
 * @param chunks of all of them
 * @param workers the fewest that are enough
 * @param startSeconds until the workers take chunks: alarms, launch, boot, image, model
 * @param chunkSeconds what a chunk takes, repeats by interruptions included
 * @param jobSeconds what splitting and merging the longest video take
 * @param seconds from an upload to its result, at most
 * @param instanceSeconds that are paid for: starting, work, and the time until idle instances go
 * @param idleSeconds of these, that in which instances wait to be given up
 * @param targetSeconds for the scaling rules
 * @param scaleIn for the scaling rules: not where all comes at once, since all workers are then wanted to the end
 */
public record Plan(
        int videos,
        long chunks,
        int workers,
        double startSeconds,
        double chunkSeconds,
        double jobSeconds,
        double seconds,
        double instanceSeconds,
        double idleSeconds,
        int targetSeconds,
        boolean scaleIn) {
    /** {@return scaling rules that follow from the plan; there may be twice as many tasks, since alarms are late} */
    public ScalingRules rules(ScalingRules others) {
        ScalingRules target = Named.with(others, "target_seconds", "" + targetSeconds);
        ScalingRules scaled = Named.with(target, "scale_in", "" + scaleIn);
        return Named.with(scaled, "maximum_tasks", "" + Math.min(ScalingRules.MOST_TASKS, 2 * Math.max(1, workers)));
    }

    /**
     * Plans.
     *
     * @param uploads videos that come in, in the order of their times
     * @param costs what they take
     * @param platform what instances take
     * @param rules of which those for idle time, spot and the most tasks count
     * @param deadline seconds from an upload to its result
     * @throws IllegalArgumentException if no number of workers is enough, or more than {@code maximum_tasks} are; says what would
     *     be possible
     */
    public static Plan of(
            List<Upload> uploads, JobCosts costs, Platform platform, ScalingRules rules, double deadline) {
        return new Planning(uploads, costs, platform, rules).plan(deadline);
    }
}
