package io.vsr4j.degrade;

import java.util.Random;

/** What is drawn for one clip. */
final class Draws {
    private final Random random;
    private final Gait gait;

    Draws(Order order) {
        random = new Random(order.seed());
        gait = new Gait(order.temporal(), random.nextLong());
    }

    /** {@return what decides on the clip as a whole} */
    Random clip() {
        return random;
    }

    /** {@return numbers of a step's own, whatever others draw while a codec holds frames back} */
    Random own() {
        return new Random(random.nextLong());
    }

    /** {@return which frames walk} */
    Gait gait() {
        return gait;
    }
}
