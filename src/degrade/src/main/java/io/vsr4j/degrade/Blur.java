package io.vsr4j.degrade;

import java.util.Random;

/** Blurs by a filter of random shape. Size and kind stay for the clip, the rest walks. */
final class Blur implements Step.Change {
    private static final double[] SHARES = {0.405, 0.225, 0.108, 0.027, 0.108, 0.027, 0.1};

    private final Random random;
    private final int size;
    private final Kind kind;
    private final Walk sigmaX;
    private final Walk sigmaY;
    private final Walk angle;
    private final Walk generalized;
    private final Walk plateau;
    private final Walk cutoff;

    private enum Kind {
        ISOTROPIC,
        ANISOTROPIC,
        GENERALIZED_ISOTROPIC,
        GENERALIZED_ANISOTROPIC,
        PLATEAU_ISOTROPIC,
        PLATEAU_ANISOTROPIC,
        SINC;

        boolean round() {
            return this == ISOTROPIC || this == GENERALIZED_ISOTROPIC || this == PLATEAU_ISOTROPIC;
        }
    }

    private Blur(Random random, Gait gait, Kind kind, double leastSigma, double mostSigma, double leastCutoff) {
        this.random = random;
        this.size = 7 + 2 * random.nextInt(8);
        this.kind = kind == null ? Kind.values()[Choice.of(random, SHARES)] : kind;
        sigmaX = new Walk(random, gait, leastSigma, mostSigma, 0.02);
        sigmaY = new Walk(random, gait, leastSigma, mostSigma, 0.02);
        angle = new Walk(random, gait, -Math.PI, Math.PI, 0.31416);
        generalized = new Walk(random, gait, 0.5, 4, 0.05);
        plateau = new Walk(random, gait, 1, 2, 0.1);
        double least = leastCutoff > 0 ? leastCutoff : size < 13 ? Math.PI / 3 : Math.PI / 5;
        cutoff = new Walk(random, gait, least, Math.PI, 0.0628);
    }

    /** {@return a blur of any kind, its bells' deviations in a range of pixels} */
    static Blur any(Random random, Gait gait, double leastSigma, double mostSigma) {
        return new Blur(random, gait, null, leastSigma, mostSigma, 0);
    }

    /** {@return the ringing of a last resampling} */
    static Blur sinc(Random random, Gait gait) {
        return new Blur(random, gait, Kind.SINC, 1, 1, Math.PI / 3);
    }

    @Override
    public Raster apply(Raster frame) {
        return kernel().apply(frame);
    }

    private Kernel kernel() {
        double x = sigmaX.next(random);
        double y = sigmaY.next(random);
        double turn = angle.next(random);
        double sharper = generalized.next(random);
        double flatter = plateau.next(random);
        double omega = cutoff.next(random);
        if (kind == Kind.SINC) {
            return Kernel.sinc(size, omega);
        }
        Kernel.Profile profile =
                switch (kind) {
                    case GENERALIZED_ISOTROPIC, GENERALIZED_ANISOTROPIC -> Kernel.Profile.generalized(sharper);
                    case PLATEAU_ISOTROPIC, PLATEAU_ANISOTROPIC -> Kernel.Profile.plateau(flatter);
                    default -> Kernel.Profile.generalized(1);
                };
        return Kernel.bell(size, x, kind.round() ? x : y, turn, profile);
    }
}
