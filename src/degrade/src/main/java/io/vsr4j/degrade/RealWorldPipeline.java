package io.vsr4j.degrade;

import io.vsr4j.media.CodecLoss;
import java.util.List;
import java.util.Random;

/**
 * The degradation of RealBasicVSR (CVPR 2022), by which all four papers train and make the inputs of synthetic sets: blur,
 * resize, noise, JPEG, video; the same again, weaker; then the final size and another video compression in random order.
 */
final class RealWorldPipeline {
    private static final double SECOND_BLUR = 0.8;
    private static final double LAST_SINC = 0.8;
    private static final double LEAST_BITS = 1e4;
    private static final double MOST_BITS = 1e5;
    private final Order order;
    private final List<String> encoders;
    private final Onlooker onlooker;
    private final Draws draws;

    private RealWorldPipeline(Order order, List<String> encoders, Onlooker onlooker) {
        this.order = order;
        this.encoders = encoders;
        this.onlooker = onlooker;
        this.draws = new Draws(order);
    }

    /**
     * {@return takes the good frames of one clip; closing it closes the result}
     *
     * @param encoders FFmpeg's names, each equally likely
     * @param onlooker sees what each step makes
     */
    static Step before(Order order, List<String> encoders, Onlooker onlooker, Step result) {
        return new RealWorldPipeline(order, encoders, onlooker).before(Step.each(Raster::rounded, result));
    }

    private Step before(Step result) {
        Step last = draws.clip().nextBoolean()
                ? resized(video("second video", result))
                : video("second video", resized(result));
        Rescale again = new Rescale(own(), gait(), 0.3, 1.2, 0.4, 0.3, 0.03);
        Step second = each("second resize", again, noisy("second ", 25, 0.05, 2.5, last));
        Step blurred = draws.clip().nextDouble() < SECOND_BLUR
                ? each("second blur", Blur.any(own(), gait(), 0.2, 1.5), second)
                : second;
        Rescale once = new Rescale(own(), gait(), 0.2, 1.5, 0.7, 0.15, 0.015);
        Step first = each("resize", once, noisy("", 30, 0.05, 3, video("video", blurred)));
        return each("blur", Blur.any(own(), gait(), 0.2, 3), first);
    }

    private Step each(String name, Step.Change change, Step next) {
        return Step.each(change, Step.seen(name, onlooker, next));
    }

    private Step noisy(String which, double sigma, double leastScale, double mostScale, Step next) {
        Random jpeg = own();
        Step compressed = each(which + "JPEG", new Jpeg(jpeg, new Walk(jpeg, gait(), 30, 95, 3)), next);
        return each(which + "noise", Noise.any(own(), gait(), sigma, leastScale, mostScale), compressed);
    }

    /** A frame lasts a second, so that the rate is in bits a frame. */
    private Step video(String name, Step next) {
        Random random = own();
        String wanted = encoders.get(random.nextInt(encoders.size()));
        String encoder = CodecLoss.has(wanted) ? wanted : "mpeg4"; // builds without GPL parts lack x264
        long bits = Math.round(LEAST_BITS + (MOST_BITS - LEAST_BITS) * random.nextDouble());
        Step shown = Step.seen(name, onlooker, next);
        return new VideoCodec(encoder, CodecLoss.Aim.bitRate(bits), 1, order.scope(), shown);
    }

    private Step resized(Step next) {
        ResizeFilter filter = ResizeFilter.any(draws.clip());
        Step rung = draws.clip().nextDouble() < LAST_SINC ? each("last sinc", Blur.sinc(own(), gait()), next) : next;
        return each("last resize", frame -> filter.resize(frame, order.width(), order.height()), rung);
    }

    private Random own() {
        return draws.own();
    }

    private Gait gait() {
        return draws.gait();
    }
}
