package io.vsr4j.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NoiseTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 120;
    private static final int PLANE = WIDTH * HEIGHT;

    @Test
    void gaussianNoiseHasItsDeviation() {
        Raster noisy = noisy(Noise.Kind.GAUSSIAN, false, 12, Frames.flat(WIDTH, HEIGHT, 128));

        // Of 57600 samples; five deviations of a mean and of a deviation.
        assertThat(mean(noisy, 0, 3 * PLANE) - 128).isCloseTo(0, within(5 * 12 / Math.sqrt(3 * PLANE)));
        assertThat(Math.sqrt(variance(noisy, 0, 3 * PLANE))).isCloseTo(12, within(5 * 12 / Math.sqrt(2.0 * 3 * PLANE)));
    }

    @Test
    void colouredNoiseIsIndependentAndGreyNoiseTheSameInAllChannels() {
        for (Noise.Kind kind : Noise.Kind.values()) {
            Raster coloured = noisy(kind, false, 2, halves());
            Raster grey = noisy(kind, true, 2, halves());

            assertThat(correlation(coloured)).as(kind + "").isCloseTo(0, within(0.05));
            assertThat(correlation(grey)).as(kind + "").isCloseTo(1, within(1e-4));
        }
    }

    /** With two levels in the frame there are 2 photons to a step of brightness: variance scale^2 * brightness / 2. */
    @Test
    void poissonNoiseGrowsWithBrightness() {
        Raster noisy = noisy(Noise.Kind.POISSON, false, 3, halves());

        int half = PLANE / 2;
        for (int plane = 0; plane < 3; plane++) {
            assertThat(mean(noisy, plane * PLANE, half)).isCloseTo(20, within(0.8));
            assertThat(mean(noisy, plane * PLANE + half, half)).isCloseTo(180, within(2.0));
            assertThat(variance(noisy, plane * PLANE, half) / (9 * 20 / 2.0)).isCloseTo(1, within(0.1));
            assertThat(variance(noisy, plane * PLANE + half, half) / (9 * 180 / 2.0))
                    .isCloseTo(1, within(0.1));
        }
    }

    @Test
    void kindsComeAsOftenAsTheTableSays() {
        int grey = 0;
        int seeds = 1000;
        for (int seed = 0; seed < seeds; seed++) {
            Raster noisy = Noise.any(new Random(seed * 31L), new Gait(Temporal.WALK, 0), 30, 0.05, 3)
                    .apply(Frames.flat(6, 6, 100));
            boolean same = true;
            for (int i = 0; i < 36; i++) {
                same &= noisy.samples()[i] == noisy.samples()[i + 36];
            }
            grey += same ? 1 : 0;
        }
        assertThat(grey / (double) seeds).isCloseTo(0.4, within(5 * Math.sqrt(0.4 * 0.6 / seeds)));
    }

    private static Raster noisy(Noise.Kind kind, boolean grey, double strength, Raster frame) {
        Random random = new Random(4);
        Walk walk = new Walk(random, new Gait(Temporal.CONSISTENT, 0), strength, strength, 0);
        return new Noise(random, kind, grey, walk).apply(frame);
    }

    /** The upper half dark, the lower bright. */
    private static Raster halves() {
        Raster frame = Frames.flat(WIDTH, HEIGHT, 20);
        for (int i = 0; i < frame.samples().length; i++) {
            if (i % PLANE >= PLANE / 2) {
                frame.samples()[i] = 180;
            }
        }
        return frame;
    }

    private static double mean(Raster frame, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += frame.samples()[i];
        }
        return sum / count;
    }

    private static double variance(Raster frame, int from, int count) {
        double mean = mean(frame, from, count);
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (frame.samples()[i] - mean) * (frame.samples()[i] - mean);
        }
        return sum / count;
    }

    /** {@return between red and green, of the dark half} */
    private static double correlation(Raster frame) {
        int half = PLANE / 2;
        double red = mean(frame, 0, half);
        double green = mean(frame, PLANE, half);
        double sum = 0;
        for (int i = 0; i < half; i++) {
            sum += (frame.samples()[i] - red) * (frame.samples()[i + PLANE] - green);
        }
        return sum / half / Math.sqrt(variance(frame, 0, half) * variance(frame, PLANE, half));
    }
}
