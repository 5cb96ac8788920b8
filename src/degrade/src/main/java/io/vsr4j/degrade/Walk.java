package io.vsr4j.degrade;

import java.util.Random;

/** A number that is drawn for a clip and then walks within its range, a little with the frames that do. */
final class Walk {
    private final Gait gait;
    private final double least;
    private final double most;
    private final double stride;
    private double value;
    private int frame;

    /** Draws from {@code least} to {@code most}, all alike; each frame that walks adds at most {@code stride} either way. */
    Walk(Random random, Gait gait, double least, double most, double stride) {
        this.gait = gait;
        this.least = least;
        this.most = most;
        this.stride = stride;
        this.value = least + (most - least) * random.nextDouble();
    }

    /** {@return the number for the next frame} */
    double next(Random random) {
        if (gait.moves(frame++)) {
            value = Math.max(least, Math.min(most, value + stride * (2 * random.nextDouble() - 1)));
        }
        return value;
    }
}
