package io.vsr4j.quality.warping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.MetricWeights;
import io.vsr4j.quality.Score;
import io.vsr4j.quality.StillPair;
import io.vsr4j.quality.flow.DisFlow;
import io.vsr4j.quality.flow.OpticalFlow;
import io.vsr4j.tensor.TorchEngine;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarpingErrorTest {
    private static final int W = 96;
    private static final int H = 64;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void free() {
        scope.close();
    }

    /** Gives a grey level from 0 to 255. */
    private interface Painter {
        double level(int frame, int x, int y);
    }

    /** Gives the motion of a pixel from one frame to the next, or back to the last one. */
    private interface Motion {
        double[] at(int frame, boolean back, int x, int y);
    }

    private static double texture(double x, double y) {
        return 128
                + 50 * Math.sin(0.35 * x + 0.1 * y)
                + 40 * Math.cos(0.3 * y - 0.12 * x)
                + 20 * Math.sin(0.045 * x + 0.8 * y);
    }

    private NDArray picture(Painter painter, int frame) {
        byte[] pixels = new byte[3 * W * H];
        for (int i = 0; i < pixels.length; i++) {
            double level = painter.level(frame, i / 3 % W, i / 3 / W);
            pixels[i] = (byte) Math.round(Math.max(0, Math.min(255, level)));
        }
        return scope.create(ByteBuffer.wrap(pixels), new Shape(H, W, 3), DataType.UINT8);
    }

    private Score measure(Painter reference, Painter output, int frames, OpticalFlow flow) {
        MeterSetting setting = new MeterSetting(W, H, frames, 25, MetricWeights.NONE, Device.cpu(), 0);
        try (Meter meter = new WarpingMeter(setting, flow)) {
            for (int f = 0; f < frames; f++) {
                try (NDManager frame = scope.newSubManager()) {
                    NDArray left = reference == null ? null : picture(reference, f);
                    meter.accept(StillPair.of(frame, left, picture(output, f), f));
                }
            }
            return meter.finish();
        }
    }

    /** A flow that is known; it is asked there and back in turn. */
    private static final class KnownFlow implements OpticalFlow {
        private final Motion motion;
        private int calls;

        KnownFlow(Motion motion) {
            this.motion = motion;
        }

        @Override
        public String name() {
            return "known";
        }

        @Override
        public NDArray flow(NDArray from, NDArray to) {
            boolean back = calls % 2 == 1;
            int frame = calls / 2 + (back ? 1 : 0);
            calls++;
            float[] flow = new float[2 * W * H];
            for (int i = 0; i < W * H; i++) {
                double[] move = motion.at(frame, back, i % W, i / W);
                flow[i] = (float) move[0];
                flow[W * H + i] = (float) move[1];
            }
            return from.getManager().create(flow, new Shape(1, 2, H, W));
        }

        @Override
        public void close() {}
    }

    private static OpticalFlow still() {
        return new KnownFlow((frame, back, x, y) -> new double[2]);
    }

    @Test
    void aStaticClipHasNone() {
        Painter still = (f, x, y) -> texture(x, y);
        Score score = measure(null, still, 4, new DisFlow());
        assertThat(score.value()).isCloseTo(0, within(1e-6));
        assertThat(score.frames()).hasSize(4);
        assertThat(score.frames()[3]).isNaN();
    }

    @Test
    void itGrowsWithFlicker() {
        Painter still = (f, x, y) -> texture(x, y);
        double[] errors = Arrays.stream(new double[] {0, 2, 4, 8, 16})
                .map(amount -> {
                    Painter flickering = (f, x, y) -> Math.rint(texture(x, y)) + (f % 2 == 0 ? 0 : amount);
                    Score score = measure(still, flickering, 4, new DisFlow());
                    double exact = 1000 * Math.pow(amount / 255, 2);
                    assertThat(score.value()).isCloseTo(exact, within(0.03 * exact + 1e-6));
                    return measure(null, flickering, 4, new DisFlow()).value();
                })
                .toArray();
        assertThat(errors).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void motionThatIsKnownCostsLittle() {
        Painter moving = (f, x, y) -> texture(x - 2.5 * f, y - 1.25 * f);
        OpticalFlow exact =
                new KnownFlow((frame, back, x, y) -> back ? new double[] {-2.5, -1.25} : new double[] {2.5, 1.25});
        double unfollowed = measure(null, moving, 4, still()).value();
        assertThat(measure(null, moving, 4, exact).value()).isLessThan(unfollowed / 25);
        assertThat(measure(null, moving, 4, new DisFlow()).value()).isLessThan(unfollowed / 10);
    }

    /** A square slides over a background; what it covers and uncovers has no counterpart. */
    @Test
    void whatIsHiddenDoesNotCount() {
        Painter sliding = (f, x, y) -> inside(f, x, y) ? 255 - texture(3 * (x - 4 * f), 2 * y) : texture(x, y);
        Motion motion = (frame, back, x, y) -> new double[] {inside(frame, x, y) ? back ? -4 : 4 : 0, 0};
        assertThat(measure(null, sliding, 4, still()).value()).isGreaterThan(1);
        assertThat(measure(null, sliding, 4, new KnownFlow(motion)).value()).isCloseTo(0, within(1e-6));
    }

    private static boolean inside(int frame, int x, int y) {
        return x >= 20 + 4 * frame && x < 44 + 4 * frame && y >= 16 && y < 40;
    }

    /** The reference moves and the output does not: pixels are followed where the reference goes. */
    @Test
    void theReferencesFlowIsTaken() {
        Painter moving = (f, x, y) -> texture(x - 2 * f, y);
        Painter still = (f, x, y) -> texture(x, y);
        assertThat(measure(moving, still, 3, new DisFlow()).value()).isGreaterThan(1);
        assertThat(measure(moving, moving, 3, new DisFlow()).value()).isLessThan(0.5);
    }

    /** Nothing of an earlier search may be left in the next one. */
    @Test
    void theSameFramesGiveTheSameNumber() {
        Painter moving = (f, x, y) -> texture(x - 1.7 * f, y + 0.6 * f);
        double once = measure(null, moving, 4, new DisFlow()).value();
        for (int i = 0; i < 5; i++) {
            assertThat(measure(null, moving, 4, new DisFlow()).value()).isEqualTo(once);
        }
    }

    @Test
    void tellsWhoseFlowByWhom() {
        MeterSetting setting = new MeterSetting(W, H, 2, 25, MetricWeights.NONE, Device.cpu(), 0);
        try (Meter meter = new WarpingMeter(setting, new DisFlow())) {
            for (int f = 0; f < 2; f++) {
                meter.accept(StillPair.of(scope, null, picture((frame, x, y) -> texture(x, y), f), f));
            }
            assertThat(meter.remarks()).containsExactly("flow of the output by DIS (OpenCV, medium preset)");
        }
    }

    @Test
    void saysWhereNothingCouldBeFollowed() {
        MeterSetting setting = new MeterSetting(W, H, 3, 25, MetricWeights.NONE, Device.cpu(), 0);
        try (Meter meter = new WarpingMeter(setting, new KnownFlow((frame, back, x, y) -> new double[] {9, 9}))) {
            for (int f = 0; f < 3; f++) {
                meter.accept(StillPair.of(scope, null, picture((frame, x, y) -> texture(x, y), f), f));
            }
            assertThat(meter.finish().value()).isNaN();
            assertThat(meter.remarks()).anyMatch(remark -> remark.startsWith("in 2 of 2 pairs of frames no pixel"));
        }
    }

    @Test
    void refusesWhatHasNoMotion() {
        assertThatThrownBy(() ->
                        new WarpingError().open(new MeterSetting(W, H, 1, 25, MetricWeights.NONE, Device.cpu(), 0)))
                .hasMessageContaining("at least 2 frames");
        assertThatThrownBy(() ->
                        new WarpingError().open(new MeterSetting(20, H, 3, 25, MetricWeights.NONE, Device.cpu(), 0)))
                .hasMessageContaining("at least 32x32")
                .hasMessageContaining("20x64");
    }
}
