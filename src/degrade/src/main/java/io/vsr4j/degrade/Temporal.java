package io.vsr4j.degrade;

/**
 * How what was drawn for a clip changes from frame to frame.
 *
 * @param probability of a frame to differ from the one before, by a step of each number's random walk; RealBasicVSR's is 1,
 *     OASIS (section 4.3) has "a predefined probability", which it does not tell
 */
public record Temporal(double probability) {
    /** One draw holds for the whole clip. */
    public static final Temporal CONSISTENT = new Temporal(0);
    /** Each number walks a little with every frame. */
    public static final Temporal WALK = new Temporal(1);

    /** Checks the probability. */
    public Temporal {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "the probability that a frame walks must be from 0 to 1, got " + probability);
        }
    }
}
