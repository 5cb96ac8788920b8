package io.vsr4j.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResizeFilterTest {
    @Test
    void cubicHasTheWeightsOfMinusThreeQuarters() {
        Raster impulse = row(0, 0, 0, 1, 0, 0, 0);

        float[] enlarged = ResizeFilter.CUBIC.resize(impulse, 14, 1).samples();

        // The kernel with a = -3/4 at distances of 1.75, 1.25, 0.75, 0.25.
        float[] half = {-0.03515625f, -0.10546875f, 0.26171875f, 0.87890625f};
        for (int i = 0; i < 4; i++) {
            assertThat(enlarged[3 + i]).isCloseTo(half[i], within(1e-6f));
            assertThat(enlarged[10 - i]).isCloseTo(half[i], within(1e-6f));
        }
    }

    @Test
    void linearLooksAtTheNearestTwoOnlyAlsoWhereItShrinks() {
        assertThat(ResizeFilter.LINEAR.resize(row(9, 0, 2, 4, 0, 9, 9, 9), 2, 1).samples()[0])
                .isEqualTo(1);
        assertThat(ResizeFilter.LINEAR.resize(row(0, 8), 4, 1).samples()).startsWith(0, 2, 6, 8);
    }

    @Test
    void areaIsTheMeanOfWhatShrinksIntoASample() {
        assertThat(ResizeFilter.AREA.resize(row(1, 2, 3, 6, 9, 0), 2, 1).samples())
                .startsWith(2, 5);
        assertThat(ResizeFilter.AREA.resize(row(3, 6, 9), 2, 1).samples()).startsWith(4, 8);
    }

    /** Cubic of a = -1/2 at a half: 4 samples either side of the centre at distances of 1/4, 3/4, 5/4, 7/4. */
    @Test
    void smoothFiltersAreAsWideAsWhatShrinks() {
        double[] cubic = {0.8671875, 0.2265625, -0.0703125, -0.0234375};
        Raster impulse = row(0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0);

        float[] halved = ResizeFilter.SMOOTH_CUBIC.resize(impulse, 7, 1).samples();

        // The impulse lies a quarter of a step before the centre of sample 3, that is at 6.5.
        assertThat(halved[3]).isCloseTo((float) (8 * cubic[0]), within(1e-4f));
        assertThat(halved[2]).isCloseTo((float) (8 * cubic[1]), within(1e-4f));
        assertThat(halved[4]).isCloseTo((float) (8 * cubic[2]), within(1e-4f));
        assertThat(halved[1]).isCloseTo((float) (8 * cubic[3]), within(1e-4f));
    }

    @Test
    void lanczosStopsWhatTheSmallerPictureCannotHold() {
        float[] fast = new float[64];
        float[] slow = new float[64];
        for (int i = 0; i < 64; i++) {
            fast[i] = (float) (100 + 50 * Math.cos(2.6 * i));
            slow[i] = (float) (100 + 50 * Math.cos(0.5 * i));
        }
        float[] stopped = ResizeFilter.LANCZOS.resize(row(fast), 32, 1).samples();
        float[] passed = ResizeFilter.LANCZOS.resize(row(slow), 32, 1).samples();

        for (int i = 6; i < 26; i++) {
            assertThat(stopped[i]).isCloseTo(100f, within(3f));
            assertThat(passed[i]).isCloseTo((float) (100 + 50 * Math.cos(0.5 * (2 * i + 0.5))), within(2f));
        }
    }

    @ParameterizedTest
    @EnumSource(ResizeFilter.class)
    void flatStaysFlatAtAnySize(ResizeFilter filter) {
        Raster flat = Raster.of(7, 5);
        Arrays.fill(flat.samples(), 50);

        for (int[] size : new int[][] {{2, 2}, {7, 5}, {9, 3}, {20, 18}}) {
            Raster resized = filter.resize(flat, size[0], size[1]);
            assertThat(resized.width()).isEqualTo(size[0]);
            assertThat(resized.height()).isEqualTo(size[1]);
            for (float sample : resized.samples()) {
                assertThat(sample).isCloseTo(50f, within(1e-3f));
            }
        }
    }

    private static Raster row(float... samples) {
        float[] planes = new float[3 * samples.length];
        for (int plane = 0; plane < 3; plane++) {
            System.arraycopy(samples, 0, planes, plane * samples.length, samples.length);
        }
        return new Raster(samples.length, 1, planes);
    }
}
