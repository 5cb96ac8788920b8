package io.vsr4j.quality.degrade;

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
