package io.vsr4j.sizing;

import java.util.random.RandomGenerator;

/** Whether spot instances are to be had: times in which they are and in which they are not take turns, of random length. */
final class SpotMarket {
    private final Clock clock;
    private final RandomGenerator random;
    private final double missingSeconds;
    private final double thereSeconds;
    private boolean there;

    SpotMarket(Clock clock, Platform platform, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        missingSeconds = 3600 * platform.spotMissingHours();
        thereSeconds = missingSeconds * (1 - platform.spotMissing()) / platform.spotMissing();
        there = random.nextDouble() >= platform.spotMissing();
        if (platform.spotMissing() > 0) {
            turn();
        }
    }

    private void turn() {
        clock.after(random.nextExponential() * (there ? thereSeconds : missingSeconds), () -> {
            there = !there;
            turn();
        });
    }

    boolean isThere() {
        return there;
    }
}
