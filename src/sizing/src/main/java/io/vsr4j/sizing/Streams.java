package io.vsr4j.sizing;

import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Independent sequences of random numbers from one seed. Each cause of chance has one of its own, so that two simulations that
 * differ in one of them meet the same luck in the others.
 */
final class Streams {
    private final SplittableGenerator root;

    private Streams(SplittableGenerator root) {
        this.root = root;
    }

    static Streams of(long seed) {
        return new Streams(RandomGeneratorFactory.<SplittableGenerator>of("L64X128MixRandom")
                .create(seed));
    }

    /** {@return the next sequence; the order of calls decides which one it is} */
    SplittableGenerator next() {
        return root.split();
    }
}
