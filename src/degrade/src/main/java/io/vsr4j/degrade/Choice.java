package io.vsr4j.degrade;

import java.util.Random;

/** Draws one of several. */
final class Choice {
    private Choice() {}

    /** {@return an index, as often as its share says; shares add up to 1} */
    static int of(Random random, double... shares) {
        double left = random.nextDouble();
        for (int i = 0; i < shares.length - 1; i++) {
            left -= shares[i];
            if (left < 0) {
                return i;
            }
        }
        return shares.length - 1;
    }
}
