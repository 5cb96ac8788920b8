package io.vsr4j.degrade;

import java.util.BitSet;
import java.util.Random;

/** Adds Gaussian noise, or noise that grows with brightness (Poisson), to each channel or to all alike. */
final class Noise implements Step.Change {
    private static final double GREY = 0.4;
    /** From here on a Poisson number is as good as a Gaussian one. */
    private static final double MANY = 64;

    private final Random random;
    private final Kind kind;
    private final boolean grey;
    private final Walk strength;

    /** How noise is distributed. */
    enum Kind {
        /** The strength is the deviation, of 255. */
        GAUSSIAN,
        /** The strength is a factor of what photons would do. */
        POISSON
    }

    /**
     * @param grey whether all channels get the same
     * @param strength walks
     */
    Noise(Random random, Kind kind, boolean grey, Walk strength) {
        this.random = random;
        this.kind = kind;
        this.grey = grey;
        this.strength = strength;
    }

    /**
     * {@return noise of any kind}
     *
     * @param mostSigma most deviation of Gaussian noise, of 255
     * @param leastScale least strength of Poisson noise
     * @param mostScale most strength of Poisson noise
     */
    static Noise any(Random random, Gait gait, double mostSigma, double leastScale, double mostScale) {
        boolean poisson = random.nextBoolean();
        boolean grey = random.nextDouble() < GREY;
        return poisson
                ? new Noise(random, Kind.POISSON, grey, new Walk(random, gait, leastScale, mostScale, 0.005))
                : new Noise(random, Kind.GAUSSIAN, grey, new Walk(random, gait, 1, mostSigma, 0.1));
    }

    @Override
    public Raster apply(Raster frame) {
        double much = strength.next(random);
        int plane = frame.width() * frame.height();
        float[] samples = frame.samples();
        boolean poisson = kind == Kind.POISSON;
        double levels = poisson ? levels(frame, plane) : 0;
        for (int i = 0; i < (grey ? plane : 3 * plane); i++) {
            double noise = poisson
                    ? much * poissonNoise(grey ? luma(frame, i, plane) : frame.code(i), levels)
                    : much * random.nextGaussian();
            for (int at = i; at < samples.length; at += grey ? plane : samples.length) {
                samples[at] += (float) noise;
            }
        }
        return frame;
    }

    /** How many photons a step of brightness would be: as many as there are levels, up to a power of two. */
    private double levels(Raster frame, int plane) {
        BitSet seen = new BitSet(256);
        for (int i = 0; i < (grey ? plane : 3 * plane); i++) {
            seen.set(grey ? luma(frame, i, plane) : frame.code(i));
        }
        return StrictMath.pow(2, Math.ceil(StrictMath.log(seen.cardinality()) / StrictMath.log(2)));
    }

    private static int luma(Raster frame, int i, int plane) {
        return (int)
                Math.round(0.299 * frame.code(i) + 0.587 * frame.code(i + plane) + 0.114 * frame.code(i + 2 * plane));
    }

    private double poissonNoise(int code, double levels) {
        return poisson(code * levels) / levels - code;
    }

    private double poisson(double mean) {
        if (mean > MANY) {
            return Math.max(0, Math.rint(mean + StrictMath.sqrt(mean) * random.nextGaussian()));
        }
        double limit = StrictMath.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
