package io.vsr4j.sizing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** Videos that come in: all at once, or over a morning. */
public final class Uploads {
    /** Standard deviation of the logarithm of a video's length: nine of ten are within a factor of 3.7 of the median. */
    private static final double SPREAD = 0.8;

    private Uploads() {}

    /**
     * {@return videos of the same length, all there at the beginning}
     *
     * @param videos how many
     * @param frames of all of them together
     */
    public static List<Upload> atOnce(int videos, long frames) {
        requireFrames(videos, frames);
        List<Upload> uploads = new ArrayList<>();
        for (int i = 0; i < videos; i++) {
            uploads.add(new Upload(0, share(frames, videos, i)));
        }
        return uploads;
    }

    /**
     * {@return videos that come in one by one, few at first, most in the middle, few at the end: the density is a raised
     * cosine} Lengths are log-normal.
     *
     * @param videos how many
     * @param frames of all of them together, about
     * @param hours from the first to the last
     * @param seed of what is drawn at random
     */
    public static List<Upload> morning(int videos, long frames, double hours, long seed) {
        requireFrames(videos, frames);
        Named.require("hours of arrivals", hours, 0.01, 240);
        RandomGenerator random = Streams.of(seed).next();
        double[] lengths = new double[videos];
        double sum = 0;
        for (int i = 0; i < videos; i++) {
            lengths[i] = Math.exp(SPREAD * random.nextGaussian());
            sum += lengths[i];
        }
        List<Upload> uploads = new ArrayList<>();
        for (int i = 0; i < videos; i++) {
            long length = Math.max(1, Math.round(lengths[i] / sum * frames));
            uploads.add(new Upload(3600 * hours * inDay(random), length));
        }
        uploads.sort(Comparator.comparingDouble(Upload::time));
        return uploads;
    }

    /** {@return a place in 0..1, by rejection: twice the density is no more than twice the mean} */
    private static double inDay(RandomGenerator random) {
        while (true) {
            double place = random.nextDouble();
            if (2 * random.nextDouble() <= 1 - Math.cos(2 * Math.PI * place)) {
                return place;
            }
        }
    }

    private static long share(long all, int parts, int part) {
        return all / parts + (part < all % parts ? 1 : 0);
    }

    private static void requireFrames(int videos, long frames) {
        Named.require("videos", videos, 1, 10_000_000);
        if (frames < videos) {
            throw new IllegalArgumentException(
                    videos + " videos have a frame each at least, got " + frames + " frames together");
        }
    }
}
