package io.vsr4j.quality.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricWeights;
import io.vsr4j.quality.Score;
import io.vsr4j.quality.StillPair;
import io.vsr4j.tensor.TorchEngine;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Metrics whose numbers follow from what is shown. */
class FormulasTest {
    private static final int W = 33;
    private static final int H = 27;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void free() {
        scope.close();
    }

    private interface Painter {
        int level(int frame, int x, int y);
    }

    private NDArray picture(Painter painter, int frame) {
        byte[] pixels = new byte[3 * W * H];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) painter.level(frame, i / 3 % W, i / 3 / W);
        }
        return scope.create(ByteBuffer.wrap(pixels), new Shape(H, W, 3), DataType.UINT8);
    }

    private Score measure(Metric metric, Painter reference, Painter output, int frames) throws Exception {
        MeterSetting setting = new MeterSetting(W, H, frames, 25, MetricWeights.NONE, Device.cpu(), 0);
        try (Meter meter = metric.open(setting)) {
            for (int f = 0; f < frames; f++) {
                NDArray left = reference == null ? null : picture(reference, f);
                meter.accept(StillPair.of(scope, left, picture(output, f), f));
            }
            return meter.finish();
        }
    }

    @Test
    void flickerIsWhatChangesOtherwiseThanInTheReference() throws Exception {
        Painter moving = (f, x, y) -> 40 + 5 * ((x + 3 * f) % 11);
        Painter brighter = (f, x, y) -> moving.level(f, x, y) + 20;
        Painter flickering = (f, x, y) -> moving.level(f, x, y) + (f % 2 == 0 ? 6 : 0);
        assertThat(measure(new Flicker(), moving, brighter, 4).value()).isZero();
        Score score = measure(new Flicker(), moving, flickering, 4);
        assertThat(score.frames()).containsExactly(Double.NaN, 6, 6, 6);
        assertThat(score.value()).isEqualTo(6);
    }

    @Test
    void sharpnessIsTheLaplaciansVariance() throws Exception {
        Painter board = (f, x, y) -> (x + y) % 2 == 0 ? 30 : 20;
        assertThat(measure(new Sharpness(), null, (f, x, y) -> 2 * x + 3 * y, 2).value()).isZero();
        // Of the places that have four neighbours one more is light than dark.
        assertThat(measure(new Sharpness(), null, board, 2).value()).isCloseTo(1600, within(0.01));
    }

    @Test
    void blockinessIsOneWhereBordersDoNotStandOut() throws Exception {
        Random random = new Random(2);
        int[] noise = random.ints((long) W * H, 0, 256).toArray();
        assertThat(measure(new Blockiness(), null, (f, x, y) -> noise[y * W + x], 1).value())
                .isCloseTo(1, within(0.15));
        // Steps of 9 across borders, of 3 within blocks.
        Painter blocks = (f, x, y) -> 3 * (x % 8) + 3 * (y % 8) + 30 * (x / 8) + 30 * (y / 8);
        assertThat(measure(new Blockiness(), null, blocks, 1).value()).isCloseTo(3, within(1e-9));
    }
}
