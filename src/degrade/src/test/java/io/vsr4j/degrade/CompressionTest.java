package io.vsr4j.degrade;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.CodecLoss;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    @Test
    void jpegLosesMoreTheLowerItsQuality() throws IOException {
        double before = 0;
        for (int quality : new int[] {95, 75, 50, 30}) {
            double loss = Frames.distance(textured(0), jpeg(quality).apply(textured(0)));
            assertThat(loss)
                    .as("quality " + quality)
                    .isGreaterThan(before * 1.1)
                    .isLessThan(25);
            before = loss;
        }
    }

    /** The standard's first luma step is 16, scaled by (200 - 2q) / 100 above 50, and 5000 / q / 100 below. */
    @ParameterizedTest
    @ValueSource(ints = {30, 60, 90})
    void jpegQuantisesFlatBlocksByTheStandardsTable(int quality) throws IOException {
        double scale = quality < 50 ? 50.0 / quality : 2 - quality / 50.0;
        double step = Math.max(1, Math.floor(16 * scale + 0.5)) / 8; // a flat block's coefficient is 8 times its level
        for (int level = 40; level < 200; level += 7) {
            Raster flat = jpeg(quality).apply(Frames.flat(16, 16, level));
            double nearest = 128 + step * Math.rint((level - 128) / step);
            assertThat(Math.abs(flat.samples()[0] - nearest)).isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"libx264", "mpeg4", "mpeg2video"})
    void videoKeepsEveryFrameAndLosesMoreTheFewerBitsThereAre(String encoder) throws IOException {
        double few = loss(encoder, CodecLoss.Aim.bitRate(10_000));
        double many = loss(encoder, CodecLoss.Aim.bitRate(100_000));

        assertThat(few).isGreaterThan(many * 1.2);
        assertThat(few).isLessThan(40);
    }

    @Test
    void theRateFactorDecidesTheLossOfX264() throws IOException {
        double before = 0;
        for (int crf : new int[] {18, 25, 32}) {
            double loss = loss("libx264", CodecLoss.Aim.quality(crf));
            assertThat(loss).isGreaterThan(before * 1.2);
            before = loss;
        }
    }

    private static double loss(String encoder, CodecLoss.Aim aim) throws IOException {
        List<Raster> good =
                IntStream.range(0, 12).mapToObj(CompressionTest::textured).toList();
        List<Raster> bad;
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            bad = Frames.through(next -> new VideoCodec(encoder, aim, 1, scope, next), good);
        }
        assertThat(bad).hasSize(12);
        double loss = 0;
        for (int t = 0; t < 12; t++) {
            loss += Frames.distance(good.get(t), bad.get(t)) / 12;
        }
        return loss;
    }

    private static Jpeg jpeg(double quality) {
        Random random = new Random(3);
        return new Jpeg(random, new Walk(random, new Gait(Temporal.CONSISTENT, 0), quality, quality, 0));
    }

    /** Grey, so that the loss of 4:2:0 is none. */
    private static Raster textured(int t) {
        Raster frame = Raster.of(128, 96);
        Raster noise = Frames.flat(160, 96, 128);
        Random random = new Random(8);
        for (int i = 0; i < 160 * 96; i++) {
            noise.samples()[i] += (float) (40 * random.nextGaussian());
        }
        Raster smooth = Kernel.gauss(5, 0.8)[1].apply(Kernel.gauss(5, 0.8)[0].apply(noise));
        Random fresh = new Random(t);
        float[] change = new float[128 * 96];
        for (int i = 0; i < change.length; i++) {
            change[i] = (float) (10 * fresh.nextGaussian());
        }
        for (int i = 0; i < frame.samples().length; i++) {
            int at = i % (128 * 96);
            frame.samples()[i] = smooth.code(at / 128 * 160 + at % 128 + t) + change[at];
        }
        return frame;
    }
}
