package io.vsr4j.quality.degrade;

import java.util.Random;

/** A number that is drawn for a clip and then walks within its range, a little with every frame. */
final class Walk {
    private final double least;
    private final double most;
    private final double stride;
    private double value;
    private boolean begun;

    /** Draws from {@code least} to {@code most}, all alike; each frame adds at most {@code stride} either way. */
    Walk(Random random, double least, double most, double stride) {
        this.least = least;
        this.most = most;
        this.stride = stride;
        this.value = least + (most - least) * random.nextDouble();
    }

    /** {@return the number for the next frame} */
    double next(Random random) {
        if (begun) {
            value = Math.max(least, Math.min(most, value + stride * (2 * random.nextDouble() - 1)));
        }
        begun = true;
        return value;
    }
}
