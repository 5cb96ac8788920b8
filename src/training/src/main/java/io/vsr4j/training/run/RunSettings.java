package io.vsr4j.training.run;

import io.vsr4j.training.Settings;

/**
 * The settings of the loop, which every recipe has.
 *
 * @param steps how many updates of each group
 * @param accumulation how many samples an update sums the gradient over
 * @param seed of all random numbers
 * @param dataThreads how many threads make samples
 * @param dataAhead how many samples are made ahead of their use
 * @param checkpointEvery steps between two checkpoints
 * @param keep how many checkpoints are kept
 * @param logEvery steps between two rows of the log
 * @param validateEvery steps between two measurements on what is not learned from; 0 makes none
 * @param recompute whether pieces of networks are computed once more for their gradient, so that less is kept
 * @param divergence how many times its median a loss may be; infinite if it may be anything
 */
public record RunSettings(
        long steps,
        int accumulation,
        long seed,
        int dataThreads,
        int dataAhead,
        long checkpointEvery,
        int keep,
        long logEvery,
        long validateEvery,
        boolean recompute,
        double divergence) {
    private static final double MANY = 1e6;
    private static final int MOST_THREADS = 1024;
    private static final int MOST_AHEAD = 1 << 20;

    /** {@return those of a recipe} */
    public static RunSettings of(Settings settings) {
        double divergence = settings.number("divergence", 0, MANY);
        return new RunSettings(
                settings.integer("steps", 1),
                settings.count("accumulation", 1),
                settings.integer("seed", Long.MIN_VALUE),
                settings.count("data-threads", 1, MOST_THREADS),
                settings.count("data-ahead", 1, MOST_AHEAD),
                settings.integer("checkpoint-every", 1),
                // The newest may have been written on the way to a divergence; the one before it led past it.
                settings.count("keep", 2),
                settings.integer("log-every", 1),
                settings.has("validate-every") ? settings.integer("validate-every", 0) : 0,
                // A recipe whose network has no pieces has no such setting.
                settings.has("recompute") && settings.flag("recompute"),
                divergence == 0 ? Double.POSITIVE_INFINITY : divergence);
    }
}
