package io.vsr4j.degrade;

import java.util.SplittableRandom;

/** Which frames of a clip walk: all steps of the pipeline agree, in whatever order they see the frames. */
record Gait(Temporal temporal, long seed) {
    /** {@return whether the numbers move on from frame {@code frame - 1} to this one} */
    boolean moves(int frame) {
        return frame > 0
                && new SplittableRandom(seed + 0x9E3779B97F4A7C15L * frame).nextDouble() < temporal.probability();
    }
}
