package io.vsr4j.degrade;

import java.util.Random;

/** Resizes up, down or not at all, by one of three filters; both stay for the clip, the factor walks. */
final class Rescale implements Step.Change {
    private final Random random;
    private final ResizeFilter filter;
    private final Walk factor;

    /**
     * @param up share of clips that grow, by up to {@code mostUp}
     * @param down share of clips that shrink, down to {@code leastDown}
     * @param stride of the factor's walk
     */
    Rescale(Random random, Gait gait, double up, double mostUp, double down, double leastDown, double stride) {
        this.random = random;
        int way = Choice.of(random, up, down, 1 - up - down);
        filter = ResizeFilter.any(random);
        factor = switch (way) {
            case 0 -> new Walk(random, gait, 1, mostUp, stride);
            case 1 -> new Walk(random, gait, leastDown, 1, stride);
            default -> new Walk(random, gait, 1, 1, 0);
        };
    }

    @Override
    public Raster apply(Raster frame) {
        double by = factor.next(random);
        return filter.resize(frame, even(frame.width() * by), even(frame.height() * by));
    }

    /** Video codecs want even sides. */
    private static int even(double side) {
        return Math.max(2, 2 * (int) Math.round(side / 2));
    }
}
