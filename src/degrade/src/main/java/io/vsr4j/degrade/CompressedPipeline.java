package io.vsr4j.degrade;

import io.vsr4j.media.CodecLoss;
import java.util.List;
import java.util.Random;

/**
 * What most videos go through on their way: now and then a lens, a reduction, now and then a little noise, and H.264 at a
 * constant quality, unless they are masters or pictures. For models that are to make good videos larger, and not to invent
 * what is lost.
 *
 * <p>Not in the papers: the compact model's own.
 */
final class CompressedPipeline {
    /** Most deviation of the blur, in pixels of the result. */
    private static final double MOST_BLUR = 0.4;

    private static final double MOST_NOISE = 4;
    /**
     * One clip of so many is soft, and one of so many grainy: who learns mostly from blur and noise sharpens less than it
     * could. One of so many is not compressed, and has colours at full size: who has never seen that takes fine colours for
     * errors.
     */
    private static final int RARE = 8;

    private static final double BEST = 16;
    private static final double WORST = 30;
    /** Below, a blur of so many pixels does nothing. */
    private static final double LEAST_SIGMA = 0.1;

    /** Most programs reduce by a cubic, unless they are told otherwise. */
    private static final List<ResizeFilter> FILTERS = List.of(
            ResizeFilter.SMOOTH_CUBIC,
            ResizeFilter.SMOOTH_CUBIC,
            ResizeFilter.SMOOTH_CUBIC,
            ResizeFilter.AREA,
            ResizeFilter.LANCZOS);

    private CompressedPipeline() {}

    /** {@return takes the good frames of one clip; closing it closes the result} */
    static Step before(Order order, Onlooker onlooker, Step result) {
        Draws draws = new Draws(order);
        ResizeFilter filter = FILTERS.get(draws.clip().nextInt(FILTERS.size()));
        double quality = BEST + (WORST - BEST) * draws.clip().nextDouble();
        Random blurs = draws.own();
        boolean soft = draws.clip().nextInt(RARE) == 0;
        Walk blur = new Walk(blurs, draws.gait(), 0, MOST_BLUR, 0.02);
        Random noises = draws.own();
        boolean grainy = draws.clip().nextInt(RARE) == 0;
        Walk noise = new Walk(noises, draws.gait(), 0, MOST_NOISE, 0.1);
        boolean pristine = draws.clip().nextInt(RARE) == 0;

        Step last = Step.seen("video", onlooker, result);
        Step video = pristine
                ? Step.each(Raster::rounded, last)
                : new VideoCodec("libx264", CodecLoss.Aim.quality(quality), 25, order.scope(), last);
        Step noisy =
                Step.each(new Noise(noises, Noise.Kind.GAUSSIAN, false, noise), Step.seen("noise", onlooker, video));
        Step small = Step.each(
                frame -> filter.resize(frame, order.width(), order.height()),
                Step.seen("resize", onlooker, grainy ? noisy : video));
        return soft
                ? Step.each(
                        frame -> blurred(frame, blur.next(blurs) * frame.width() / order.width()),
                        Step.seen("blur", onlooker, small))
                : small;
    }

    private static Raster blurred(Raster frame, double sigma) {
        if (sigma < LEAST_SIGMA) {
            return frame;
        }
        Kernel[] bell = Kernel.gauss(2 * (int) Math.ceil(3 * sigma) + 1, sigma);
        return bell[1].apply(bell[0].apply(frame));
    }
}
