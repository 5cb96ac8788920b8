package io.vsr4j.training.loss;

import static io.vsr4j.training.GradientCheck.gradientsAreSlopes;
import static io.vsr4j.training.GradientCheck.uniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.TorchEngine;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LossesTest {
    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void free() {
        scope.close();
    }

    private void check(BinaryOperator<NDArray> loss) {
        NDArray a = uniform(scope, 1, 0, 1, 2, 3, 4);
        NDArray b = uniform(scope, 2, 0, 1, 2, 3, 4);
        gradientsAreSlopes(scope, List.of(a, b), inner -> loss.apply(a, b));
    }

    @Test
    void distancesAreWhatTheyAreCalled() {
        NDArray a = scope.create(new float[] {0, 1, 5});
        NDArray b = scope.create(new float[] {0, 3, 1});
        assertThat(Losses.l1(a, b).getFloat()).isEqualTo(2);
        assertThat(Losses.mse(a, b).getFloat()).isCloseTo(20 / 3f, within(1e-6f));
        double charbonnier = (1e-3 + Math.sqrt(4 + 1e-6) + Math.sqrt(16 + 1e-6)) / 3;
        assertThat((double) Losses.charbonnier(a, b).getFloat()).isCloseTo(charbonnier, within(1e-6));
    }

    /** A grey picture that is off by 0.01 is at 40 dB, hence 3.01 away by this scale; a perfect one is 0 away. */
    @Test
    void decibelsAreCountedPictureByPicture() {
        NDArray wanted = uniform(scope, 3, 0, 1, 2, 3, 4, 5);
        NDArray shift = scope.create(new float[] {0.01f, 0}).reshape(2, 1, 1, 1);
        double off = 10 * Math.log10(2);
        assertThat(Losses.decibels(wanted.add(shift), wanted).getDouble()).isCloseTo(off / 2, within(1e-4));
        // Blue is little of luma, and a third of the colours.
        NDArray blue = scope.create(new float[] {0, 0, 0.1f}).reshape(1, 3, 1, 1);
        double error = 0.75 * Math.pow(0.114 * 0.1, 2) + 0.25 * 0.01 / 3;
        assertThat(Losses.decibels(wanted.add(blue), wanted).getDouble())
                .isCloseTo(10 * Math.log10(1 + error * 1e4), within(1e-4));
    }

    @Test
    void adversarialLossesAreWhatTheyAreCalled() {
        NDArray u = scope.create(new float[] {-2, 0.5f});
        double fake = (Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(0.5))) / 2;
        double real = (Math.log1p(Math.exp(2)) + Math.log1p(Math.exp(-0.5))) / 2;
        assertThat((double) Losses.nonSaturating(u, -1).getFloat()).isCloseTo(fake, within(1e-6));
        assertThat((double) Losses.nonSaturating(u, 1).getFloat()).isCloseTo(real, within(1e-6));
        assertThat(Losses.hinge(u, 1).getFloat()).isEqualTo((3 + 0.5f) / 2);
        assertThat(Losses.hinge(u, -1).getFloat()).isEqualTo((0 + 1.5f) / 2);
        assertThat(Losses.hingeOfJudged(u).getFloat()).isEqualTo(0.75f);
    }

    @Test
    void gradientsOfDistances() {
        check(Losses::l1);
        check(Losses::mse);
        check(Losses::charbonnier);
        NDArray pictures = uniform(scope, 7, 0, 1, 2, 3, 2, 3);
        NDArray others = uniform(scope, 8, 0, 1, 2, 3, 2, 3);
        gradientsAreSlopes(scope, List.of(pictures, others), inner -> Losses.decibels(pictures, others));
    }

    @Test
    void gradientsOfAdversarialLosses() {
        NDArray u = uniform(scope, 1, -2, 2, 40);
        for (int label : new int[] {-1, 1}) {
            gradientsAreSlopes(scope, List.of(u), inner -> Losses.nonSaturating(u, label));
            gradientsAreSlopes(scope, List.of(u), inner -> Losses.hinge(u, label));
        }
        gradientsAreSlopes(scope, List.of(u), inner -> Losses.hingeOfJudged(u));
    }

    /** A ramp that moves: frame i is x + 0.1 i, its flow 0.1 pixels to the left. */
    private NDArray ramp(int frames) {
        NDArray x = scope.arange(12f).div(10).reshape(1, 1, 1, 12).broadcast(frames, 3, 8, 12);
        NDArray shift = scope.arange((float) frames).div(100).reshape(frames, 1, 1, 1);
        return x.add(shift);
    }

    private NDArray flow(int frames, float x) {
        NDArray right = scope.full(new Shape(1, frames - 1, 1, 8, 12), x);
        NDArray there = right.concat(right.mul(0), 2);
        return there.concat(there.neg(), 0);
    }

    @Test
    void whatMovesAsItsFlowSaysIsSteady() {
        NDArray frames = ramp(4);
        // Places beyond the edge have nothing to be compared with.
        NDArray inside = scope.zeros(new Shape(2, 3, 1, 8, 12));
        inside.set(new ai.djl.ndarray.index.NDIndex(":, :, :, :, 1:11"), 1);
        assertThat(WarpLoss.of(frames, flow(4, -0.1f), inside).getFloat()).isCloseTo(0, within(1e-6f));
        // Against the motion each pixel is off by twice the shift, without motion by once.
        assertThat(WarpLoss.of(frames, flow(4, 0.1f), inside).getFloat()).isCloseTo(0.02f, within(1e-6f));
        assertThat(WarpLoss.of(frames, flow(4, 0), null).getFloat()).isCloseTo(0.01f, within(1e-6f));
        assertThat(WarpLoss.of(frames, flow(4, 0), inside.mul(0)).getFloat()).isZero();
    }

    @Test
    void bothDirectionsOfTheFlowAreUsed() {
        NDArray frames = uniform(scope, 5, 0, 1, 2, 3, 5, 6);
        NDArray there = uniform(scope, 6, 0.2, 0.8, 1, 1, 2, 5, 6);
        NDArray still = there.mul(0);
        double first = WarpLoss.of(frames, there.concat(still, 0), null).getDouble();
        double second = WarpLoss.of(frames, still.concat(there, 0), null).getDouble();
        double neither = WarpLoss.of(frames, still.concat(still, 0), null).getDouble();
        assertThat(first).isNotCloseTo(second, within(1e-4));
        assertThat(first).isNotCloseTo(neither, within(1e-4));
        assertThat(second).isNotCloseTo(neither, within(1e-4));
    }

    @Test
    void gradientsOfTheWarpLoss() {
        NDArray frames = uniform(scope, 5, 0, 1, 3, 3, 5, 6);
        NDArray flow = uniform(scope, 6, -1.4, 1.4, 2, 2, 2, 5, 6);
        NDArray followed = uniform(scope, 7, 0, 1, 2, 2, 1, 5, 6).gt(0.4).toType(frames.getDataType(), true);
        gradientsAreSlopes(scope, List.of(frames), inner -> WarpLoss.of(frames, flow, null));
        gradientsAreSlopes(scope, List.of(frames), inner -> WarpLoss.of(frames, flow, followed));
    }

    @Test
    void aFlowOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> WarpLoss.of(ramp(4), flow(3, 0), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(4, 3, 8, 12)")
                .hasMessageContaining("(2, 2, 2, 8, 12)");
        assertThatThrownBy(() -> WarpLoss.of(ramp(1), flow(2, 0), null)).isInstanceOf(IllegalArgumentException.class);
    }
}
