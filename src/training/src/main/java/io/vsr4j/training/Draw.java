package io.vsr4j.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Random numbers by purpose: a function of the seed, the sample and the name under which they are asked for, never of the
 * order of asking. So a run that goes on after an interruption draws what the uninterrupted one would have drawn.
 *
 * @param seed of the run
 * @param index of the sample
 */
public record Draw(long seed, long index) {
    /** {@return a generator of its own for a purpose} */
    public Random random(String purpose) {
        long mixed = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index).nextLong() + 31L * purpose.hashCode();
        return new Random(new SplittableRandom(mixed).nextLong());
    }

    /** {@return a number from 0 to 1, 1 excluded} */
    public double uniform(String purpose) {
        return random(purpose).nextDouble();
    }

    /** {@return {@code float32} normal noise} */
    public NDArray noise(String purpose, NDManager owner, Shape shape) {
        Random random = random(purpose);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        // In libtorch's own memory, which is aligned: sums over other memory may be taken in another order.
        try (NDArray java = owner.create(values, shape)) {
            return java.duplicate();
        }
    }
}
