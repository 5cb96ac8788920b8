package io.vsr4j.quality.degrade;

import ai.djl.ndarray.NDManager;
import java.util.Random;

/**
 * The degradation of RealBasicVSR (CVPR 2022), by which all four papers train and make the inputs of synthetic sets: blur,
 * resize, noise, JPEG, video; the same again, weaker; then the final size and another video compression in random order.
 * What is drawn is a function of the seed.
 */
public final class RealWorldPipeline {
    private static final double SECOND_BLUR = 0.8;
    private static final double LAST_SINC = 0.8;

    private final Random random;
    private final int width;
    private final int height;
    private final NDManager scope;

    /**
     * @param seed decides everything that is drawn
     * @param width of the results in pixels
     * @param height of the results in pixels
     * @param scope for tensors; outlives the steps
     */
    public RealWorldPipeline(long seed, int width, int height, NDManager scope) {
        this.random = new Random(seed);
        this.width = width;
        this.height = height;
        this.scope = scope;
    }

    /**
     * Draws the parameters of one clip. Call it once.
     *
     * @param result takes the degraded frames
     * @return takes the good frames; closing it closes the result
     */
    public Step before(Step result) {
        Step last = random.nextBoolean()
                ? resized(new VideoCodec(own(), scope, result))
                : new VideoCodec(own(), scope, resized(result));
        Step second = Step.each(new Rescale(own(), 0.3, 1.2, 0.4, 0.3, 0.03), noisy(25, 0.05, 2.5, last));
        Step blurred = random.nextDouble() < SECOND_BLUR ? Step.each(Blur.any(own(), 0.2, 1.5), second) : second;
        Step video = new VideoCodec(own(), scope, blurred);
        Step first = Step.each(new Rescale(own(), 0.2, 1.5, 0.7, 0.15, 0.015), noisy(30, 0.05, 3, video));
        return Step.each(Blur.any(own(), 0.2, 3), first);
    }

    private Step noisy(double sigma, double leastScale, double mostScale, Step next) {
        return Step.each(new Noise(own(), sigma, leastScale, mostScale), Step.each(new Jpeg(own()), next));
    }

    private Step resized(Step next) {
        ResizeFilter filter = ResizeFilter.any(random);
        Step rung = random.nextDouble() < LAST_SINC ? Step.each(Blur.sinc(own()), next) : next;
        return Step.each(frame -> filter.resize(frame, width, height), rung);
    }

    /** A step draws from numbers of its own, whatever others draw while a codec holds frames back. */
    private Random own() {
        return new Random(random.nextLong());
    }
}
