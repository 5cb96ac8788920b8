package io.vsr4j.models.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NoiseScheduleTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.STABLE_DIFFUSION;

    @ParameterizedTest
    @CsvSource({
        "0, .999575",
        "100, .945634",
        "200, .868154",
        "300, .768441",
        "399, .652753",
        "500, .525674",
        "600, .400977",
        "700, .287264",
        "800, .192015",
        "900, .118959",
        "999, .068265"
    })
    void signalFallsAsStableDiffusionWasTrained(int t, double signal) {
        assertThat((double) SCHEDULE.signal(t)).isCloseTo(signal, within(1e-6));
        assertThat(Math.hypot(SCHEDULE.signal(t), SCHEDULE.noise(t))).isCloseTo(1, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", ".8, 270", ".7, 360", ".6, 441", ".5, 520", ".4, 601", ".3, 688", ".2, 791", "0, 999"})
    void aDegradationFactorFindsItsTimestep(double d, int t) {
        assertThat(SCHEDULE.nearestTimestep(d)).isEqualTo(t);
        assertThat(SCHEDULE.nearestTimestepByVariance(d * d)).isCloseTo(t, within(1));
    }

    @ParameterizedTest
    @EnumSource
    void oneStepFindsTheCleanSample(Prediction prediction) {
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            NDArray x0 = manager.create(new float[] {-1, 0.25f, 3});
            NDArray epsilon = manager.create(new float[] {0.5f, -2, 1});
            NDArray x = SCHEDULE.addNoise(x0, epsilon, 399);
            NDArray output = prediction == Prediction.EPSILON ? epsilon : SCHEDULE.velocity(x0, epsilon, 399);
            int before = Scopes.count(manager);

            NDArray foundX0 = prediction.x0(SCHEDULE, x, output, 399);
            NDArray foundEpsilon = prediction.epsilon(SCHEDULE, x, output, 399);

            assertThat(Scopes.count(manager)).isEqualTo(before + 2);
            assertThat(foundX0.toFloatArray()).containsExactly(x0.toFloatArray(), within(2e-6f));
            assertThat(foundEpsilon.toFloatArray()).containsExactly(epsilon.toFloatArray(), within(2e-6f));
        }
    }

    /** With a perfect network every step of DDIM lands on the path, and the last one nearly at its end. */
    @ParameterizedTest
    @EnumSource
    void ddimFollowsAPerfectNetwork(Prediction prediction) {
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            NDArray x0 = manager.create(new float[] {-1, 0.25f, 3});
            NDArray epsilon = manager.create(new float[] {0.5f, -2, 1});
            Ddim ddim = new Ddim(SCHEDULE, prediction, 20);
            NDArray x = SCHEDULE.addNoise(x0, epsilon, ddim.timestep(0));
            for (int i = 0; i < ddim.steps(); i++) {
                NDArray output =
                        prediction == Prediction.EPSILON ? epsilon : SCHEDULE.velocity(x0, epsilon, ddim.timestep(i));
                x = ddim.step(i, x, output);
            }
            NDArray end = SCHEDULE.addNoise(x0, epsilon, 0);
            assertThat(x.toFloatArray()).containsExactly(end.toFloatArray(), within(1e-5f));
        }
    }

    @Test
    void trailingTimestepsRoundHalvesAsTheReferenceDoes() {
        // Of 1000 / 48 * 15 = 312.5 and 1000 / 48 * 45 = 937.5, one comes out a little lower in floating point.
        int[] timesteps = TimestepSpacing.TRAILING.timesteps(48, 1000, 0);
        assertThat(timesteps).startsWith(999, 978, 957, 936, 916).endsWith(82, 61, 41, 20);
        assertThat(timesteps).contains(311).doesNotHaveDuplicates();
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> SCHEDULE.signal(1000)).hasMessage("timestep must be in 0..999, got 1000");
        assertThatThrownBy(() -> SCHEDULE.nearestTimestep(1.01)).hasMessageContaining("got 1.01");
        assertThatThrownBy(() -> SCHEDULE.nearestTimestep(Double.NaN)).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> new Ddim(SCHEDULE, Prediction.EPSILON, 1000)).hasMessageContaining("1..999");
        assertThatThrownBy(() -> TimestepSpacing.LEADING.timesteps(0, 1000, 1)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> NoiseSchedule.scaledLinear(0, 0.1, 10)).hasMessageContaining("betas");
    }
}
