package io.vsr4j.models.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.TorchEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterNoiseTest {
    private final NDManager manager = TorchEngine.newManager(Device.cpu());
    private final CounterNoise noise = new CounterNoise(42);

    @AfterEach
    void close() {
        manager.close();
    }

    /** The known answers that the generator's authors publish. */
    @Test
    void philoxGivesItsKnownAnswers() {
        assertThat(philox(0, 0, 0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(philox(-1, -1, -1, -1, -1)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(philox(0x299f31d0a4093822L, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    private static int[] philox(long key, int c0, int c1, int c2, int c3) {
        int[] words = new int[Philox.WORDS];
        Philox.block(key, c0, c1, c2, c3, words);
        return words;
    }

    /** Seeds of users stay good for ever: these values may never change. */
    @Test
    void staysWhatItIs() {
        float[] values = noise.normal(manager, 1, new int[] {7}, 3, 0, 1, 4).toFloatArray();

        assertThat(values).containsExactly(0.06545242f, -1.7469937f, -1.5466934f, 0.6506576f);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 5, 9", "1, 1, 4, 7", "2, 3, 3, 6", "4, 8, 1, 1", "0, 5, 5, 4"})
    void aTileSeesWhatTheWholeFrameSees(int top, int left, int height, int width) {
        NDArray whole = noise.normal(manager, 3, new int[] {0, 4, 8}, 0, 0, 5, 9);
        NDArray part = noise.normal(manager, 3, new int[] {4, 8}, top, left, height, width);

        NDArray cut = whole.get(":, 1:, " + top + ":" + (top + height) + ", " + left + ":" + (left + width));
        assertThat(part.toFloatArray()).containsExactly(cut.toFloatArray());
    }

    @Test
    void placesAndSeedsAreIndependent() {
        int[] frames = {0, 1, 2, 3};
        NDArray x = noise.normal(manager, 4, frames, 0, 0, 64, 64);
        assertThat(correlation(x.get(":3"), x.get("1:"))).isCloseTo(0, within(0.02));
        assertThat(correlation(x.get(":, :3"), x.get(":, 1:"))).isCloseTo(0, within(0.02));
        assertThat(correlation(x.get(":, :, :63"), x.get(":, :, 1:"))).isCloseTo(0, within(0.02));
        for (int apart = 1; apart <= 4; apart++) {
            NDArray a = x.get(":, :, :, :" + (64 - apart));
            NDArray b = x.get(":, :, :, " + apart + ":");
            assertThat(correlation(a, b)).isCloseTo(0, within(0.02));
            assertThat(correlation(a.square(), b.square())).isCloseTo(0, within(0.02));
        }
        NDArray other = new CounterNoise(43).normal(manager, 4, frames, 0, 0, 64, 64);
        assertThat(correlation(x, other)).isCloseTo(0, within(0.02));
        NDArray highBits = new CounterNoise(42 + (1L << 32)).normal(manager, 4, frames, 0, 0, 64, 64);
        assertThat(correlation(x, highBits)).isCloseTo(0, within(0.02));
    }

    @Test
    void isStandardNormal() {
        NDArray x = noise.normal(manager, 4, new int[] {0, 4, 8, 12}, 0, 0, 256, 256);

        assertThat(x.getShape()).isEqualTo(new Shape(4, 4, 256, 256));
        assertThat((double) x.mean().getFloat()).isCloseTo(0, within(0.004));
        assertThat((double) x.square().mean().getFloat()).isCloseTo(1, within(0.006));
        assertThat((double) x.pow(3).mean().getFloat()).isCloseTo(0, within(0.015));
        assertThat((double) x.pow(4).mean().getFloat()).isCloseTo(3, within(0.04));
        // The share beyond one, two and three standard deviations.
        assertThat(beyond(x, 1)).isCloseTo(0.317311, within(0.002));
        assertThat(beyond(x, 2)).isCloseTo(0.045500, within(0.001));
        assertThat(beyond(x, 3)).isCloseTo(0.002700, within(0.0003));
    }

    private static double beyond(NDArray x, float limit) {
        return (double) x.abs().gt(limit).sum().getLong() / x.size();
    }

    private static double correlation(NDArray a, NDArray b) {
        NDArray p = a.sub(a.mean());
        NDArray q = b.sub(b.mean());
        return p.mul(q).mean().getFloat()
                / Math.sqrt(p.square().mean().getFloat() * q.square().mean().getFloat());
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0",
        "0.6, 0.2533471031",
        "0.925, 1.4395314709",
        "0.9251, 1.4402386013",
        "0.975, 1.9599639845",
        "0.999, 3.0902323062",
        "1e-5, -4.2648907939",
        "1e-10, -6.3613409024"
    })
    void theInverseOfTheDistributionIsNearEnough(double p, double quantile) {
        assertThat(NormalQuantile.of(p)).isCloseTo(quantile, within(5e-7));
        assertThat(NormalQuantile.of(1 - p)).isCloseTo(-quantile, within(5e-7));
    }

    @Test
    void refusesWhatIsNoPartOfAVideo() {
        assertThatThrownBy(() -> noise.normal(manager, 1, new int[0], 0, 0, 1, 1))
                .hasMessageContaining("0 frames");
        assertThatThrownBy(() -> noise.normal(manager, 1, new int[1], -1, 0, 1, 1))
                .hasMessageContaining("at 0, -1");
    }
}
