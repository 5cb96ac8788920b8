package io.vsr4j.training.litevsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.litevsr.Unrolling.Rounding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnrollingTest {
    /** The time at which the schedule falls below some passes: {@code most (1 - share) = passes}, solved for t. */
    private static double time(double passes, int most, double sharpness) {
        double share = 1 - passes / most;
        return share / (sharpness - (sharpness - 1) * share);
    }

    @ParameterizedTest
    @CsvSource({"FLOOR, 1", "NEAREST, 0.5", "CEILING, 0"})
    void passesEndWhereTheFormulaSays(Rounding rounding, double first) {
        for (double sharpness : new double[] {1, 5, 9}) {
            Unrolling unrolling = new Unrolling(3, sharpness, rounding);
            assertThat(unrolling.passes(0)).isEqualTo(3);
            assertThat(unrolling.passes(1)).isZero();
            for (int k = 0; k < 3; k++) {
                double end = time(k + first, 3, sharpness);
                if (end > 0) {
                    assertThat(unrolling.passes(end - 1e-9)).isEqualTo(k + 1);
                }
                assertThat(unrolling.passes(end + 1e-9)).isEqualTo(end < 1 ? k : 0);
            }
        }
    }

    /** With the paper's maximum and sharpness; the mean is the sum of the times up to which there is a pass more. */
    @ParameterizedTest
    @CsvSource({"FLOOR, 1, 0.377", "NEAREST, 0.5, 0.705", "CEILING, 0, 1.377"})
    void meanOfTheSchedule(Rounding rounding, double first, double expected) {
        Unrolling unrolling = new Unrolling(3, 5, rounding);
        int count = 100_000;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += unrolling.passes((i + 0.5) / count);
        }
        double exact = 0;
        for (int k = 0; k < 3; k++) {
            exact += time(k + first, 3, 5);
        }
        assertThat(sum / count).isCloseTo(exact, within(1e-4)).isCloseTo(expected, within(1e-3));
    }

    /** A network whose estimates come closer to a point by the same factor each time. */
    @Test
    void estimatesApproachAFixedPoint() {
        double t = 0.05;
        Unrolling unrolling = new Unrolling(3, 5, Rounding.FLOOR);
        int passes = unrolling.passes(t);
        assertThat(passes).isEqualTo(2);
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NDArray state = scope.create(new float[] {3, -1});
            NDArray point = scope.create(new float[] {0.5f, 2});
            NDArray first = scope.create(new float[] {1.5f, -2});
            NDArray last = unrolling.estimate(
                    state, t, first, z0 -> state.sub(point.add(z0.sub(point).mul(0.3)))
                            .div(t));
            NDArray expected = point.add(first.sub(point).mul(Math.pow(0.3, passes)));
            assertThat(last.sub(expected).abs().max().getFloat()).isLessThan(1e-5f);

            NDArray stays =
                    unrolling.estimate(state, t, point, z0 -> state.sub(z0).div(t));
            assertThat(stays.sub(point).abs().max().getFloat()).isLessThan(1e-6f);
        }
    }

    /** A latent without noise is its own estimate, whatever the network says. */
    @Test
    void withoutNoiseTheStateIsTheEstimate() {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            NDArray state = scope.create(new float[] {3, -1});
            NDArray last = new Unrolling(3, 5, Rounding.FLOOR)
                    .estimate(state, 0, scope.create(new float[] {7, 7}), z0 -> z0.mul(9));
            assertThat(last.toFloatArray()).isEqualTo(state.toFloatArray());
        }
    }
}
