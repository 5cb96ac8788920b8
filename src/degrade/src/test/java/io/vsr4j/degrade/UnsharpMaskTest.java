package io.vsr4j.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UnsharpMaskTest {
    @Test
    void whatHasNoEdgesStaysAsItIs() {
        Raster slope = Raster.of(80, 40);
        for (int i = 0; i < slope.samples().length; i++) {
            slope.samples()[i] = 60 + i % 80;
        }
        Raster sharp = UnsharpMask.sharpen(slope);

        // Away from the mirrored ends a slope is its own blur.
        assertThat(sharp.samples()[20 * 80 + 40]).isEqualTo(slope.samples()[20 * 80 + 40]);
    }

    /** Beside a step, the blur is the step's height times the bell's integral, by the formula. */
    @Test
    void aStepGetsHigherByHalfOfWhatItsBlurTakesAway() {
        Raster step = Raster.of(160, 8);
        for (int i = 0; i < step.samples().length; i++) {
            step.samples()[i] = i % 160 < 80 ? 80 : 160;
        }
        Raster sharp = UnsharpMask.sharpen(step);

        double[] bell = new double[51];
        double sum = 0;
        for (int i = 0; i < 51; i++) {
            bell[i] = Math.exp(-0.5 * (i - 25) * (i - 25) / 64.0); // OpenCV: 0.3 ((51 - 1) / 2 - 1) + 0.8 = 8
            sum += bell[i];
        }
        double[] residual = new double[160];
        for (int x = 0; x < 160; x++) {
            double blur = 0;
            for (int i = 0; i < 51; i++) {
                blur += bell[i] / sum * (x + i - 25 < 80 ? 80 : 160);
            }
            residual[x] = (x < 80 ? 80 : 160) - blur;
        }
        for (int x = 60; x < 100; x++) {
            double share = 0;
            for (int i = 0; i < 51; i++) {
                share += Math.abs(residual[x + i - 25]) > 10 ? bell[i] / sum : 0;
            }
            double wanted = (x < 80 ? 80 : 160) + share * 0.5 * residual[x];
            assertThat(sharp.samples()[4 * 160 + x]).isCloseTo((float) wanted, within(0.01f));
        }
        assertThat(sharp.samples()[4 * 160 + 80]).isGreaterThan(165);
        assertThat(sharp.samples()[4 * 160 + 79]).isLessThan(75);
    }

    @Test
    void nothingLeavesTheRange() {
        Raster step = Raster.of(60, 8);
        for (int i = 0; i < step.samples().length; i++) {
            step.samples()[i] = i % 60 < 30 ? 0 : 255;
        }
        for (float sample : UnsharpMask.sharpen(step).samples()) {
            assertThat(sample).isBetween(0f, 255f);
        }
    }
}
