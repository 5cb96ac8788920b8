package io.vsr4j.quality.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RealWorldPipelineTest {
    private static final int FRAMES = 5;

    @Test
    void everySeedGivesAsManyFramesOfTheWantedSizeInBytes() throws IOException {
        for (int seed = 0; seed < 24; seed++) {
            List<Raster> frames = degraded(seed, 64, 40, 16, 10);

            assertThat(frames).as("seed " + seed).hasSize(FRAMES);
            assertThat(frames).allMatch(frame -> frame.width() == 16 && frame.height() == 10);
        }
    }

    @Test
    void theSeedDecidesAllAndNothingElseDoes() throws IOException {
        List<Raster> first = degraded(7, 64, 48, 16, 12);

        assertThat(degraded(7, 64, 48, 16, 12)).usingRecursiveComparison().isEqualTo(first);
        assertThat(Arrays.equals(
                        degraded(8, 64, 48, 16, 12).get(0).samples(),
                        first.get(0).samples()))
                .isFalse();
    }

    @Test
    void framesGetWorseButStayThemselves() throws IOException {
        for (int seed = 0; seed < 8; seed++) {
            double error = 0;
            List<Raster> frames = degraded(seed, 96, 64, 24, 16);
            for (int t = 0; t < FRAMES; t++) {
                Raster good = ResizeFilter.AREA.resize(frame(96, 64, t), 24, 16);
                error += distance(good, frames.get(t)) / FRAMES;
            }
            assertThat(error).as("mean error of samples, of 255").isBetween(1.0, 60.0);
        }
    }

    @Test
    void noiseHasItsDeviationAndGreyNoiseIsTheSameForAllChannels() throws IOException {
        boolean grey = false;
        boolean coloured = false;
        for (int seed = 0; seed < 12; seed++) {
            Raster flat = Raster.of(80, 60);
            Arrays.fill(flat.samples(), 128);
            Raster noisy = new Noise(new Random(seed), 30, 0.05, 3).apply(flat);
            double sum = 0;
            double squares = 0;
            for (float sample : noisy.samples()) {
                sum += sample - 128;
                squares += (sample - 128) * (sample - 128);
            }
            assertThat(sum / noisy.samples().length).isCloseTo(0, within(1.5));
            assertThat(Math.sqrt(squares / noisy.samples().length)).isBetween(0.01, 36.0);
            boolean same = Arrays.equals(
                    Arrays.copyOfRange(noisy.samples(), 0, 4800), Arrays.copyOfRange(noisy.samples(), 4800, 9600));
            grey |= same;
            coloured |= !same;
        }
        assertThat(grey).isTrue();
        assertThat(coloured).isTrue();
    }

    @Test
    void jpegLosesLittleAtTheQualitiesThatAreDrawn() throws IOException {
        Raster good = ResizeFilter.AREA.resize(frame(96, 64, 0), 48, 32);
        Raster copy = new Raster(48, 32, good.samples().clone());

        assertThat(distance(good, new Jpeg(new Random(3)).apply(copy))).isBetween(0.1, 20.0);
    }

    private static List<Raster> degraded(long seed, int width, int height, int toWidth, int toHeight)
            throws IOException {
        List<Raster> frames = new ArrayList<>();
        Step keep = new Step() {
            @Override
            public void put(Raster frame) {
                frames.add(frame);
            }

            @Override
            public void end() {}

            @Override
            public void close() {}
        };
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Step first = new RealWorldPipeline(seed, toWidth, toHeight, scope).before(keep)) {
            for (int t = 0; t < FRAMES; t++) {
                first.put(frame(width, height, t));
            }
            first.end();
        }
        return frames;
    }

    /** Large shapes that move: what is left of them after all can still be told. */
    private static Raster frame(int width, int height, int t) {
        Raster frame = Raster.of(width, height);
        for (int i = 0; i < frame.samples().length; i++) {
            int x = i % width;
            int y = i / width % height;
            frame.samples()[i] = 60 + 100 * (((x + t) / 32 + y / 24) % 2) + 20 * (i / (width * height));
        }
        return frame;
    }

    private static double distance(Raster a, Raster b) {
        double sum = 0;
        for (int i = 0; i < a.samples().length; i++) {
            sum += Math.abs(a.samples()[i] - b.samples()[i]);
        }
        return sum / a.samples().length;
    }
}
