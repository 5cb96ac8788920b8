package io.vsr4j.training.ultravsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.sampler.NoiseSchedule;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoisyLatentTest {
    private final NDManager scope = TorchEngine.newManager(Device.cpu());
    private final NDArray clean = scope.arange(0f, 480f, 1f).sin().reshape(new Shape(3, 4, 5, 8));

    @AfterEach
    void close() {
        scope.close();
    }

    private NoisyLatent noisy(long seed, long index, String purpose) {
        return NoisyLatent.of(clean, new Draw(seed, index), purpose, 20, 980);
    }

    /** Equation 1, in double precision; and back. */
    @Test
    void mixesSignalAndNoise() {
        NoisyLatent noisy = noisy(1, 2, "real");
        double kept = NoiseSchedule.STABLE_DIFFUSION.alphasCumprod()[noisy.timestep()];
        float[] z = clean.toFloatArray();
        float[] noise = noisy.noise().toFloatArray();
        float[] mixed = noisy.latents().toFloatArray();
        float[] back = noisy.clean(noisy.noise()).toFloatArray();
        for (int i = 0; i < z.length; i++) {
            assertThat((double) mixed[i])
                    .isCloseTo(Math.sqrt(kept) * z[i] + Math.sqrt(1 - kept) * noise[i], within(1e-6));
            assertThat((double) back[i]).isCloseTo(z[i], within(1e-6 / Math.sqrt(kept)));
        }
    }

    @Test
    void everyTimestepIsAsLikely() {
        int[] timesteps = IntStream.range(0, 2000)
                .map(i -> NoisyLatent.of(scope.zeros(new Shape(1)), new Draw(7, i), "real", 20, 980)
                        .timestep())
                .toArray();
        assertThat(IntStream.of(timesteps).min().getAsInt()).isBetween(20, 25);
        assertThat(IntStream.of(timesteps).max().getAsInt()).isBetween(975, 980);
        // Five standard deviations of the mean of 2000.
        assertThat(IntStream.of(timesteps).average().getAsDouble()).isCloseTo(500, within(31.0));
    }

    @Test
    void dependsOnSeedSampleAndPurposeAlone() {
        NoisyLatent first = noisy(1, 2, "real");
        assertThat(noisy(1, 2, "real").latents()).isEqualTo(first.latents());
        assertThat(noisy(1, 2, "fake").noise()).isNotEqualTo(first.noise());
        assertThat(noisy(1, 3, "real").noise()).isNotEqualTo(first.noise());
        assertThat(noisy(2, 2, "real").noise()).isNotEqualTo(first.noise());
    }
}
