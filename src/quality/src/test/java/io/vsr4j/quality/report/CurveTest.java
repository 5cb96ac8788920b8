package io.vsr4j.quality.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurveTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 999, 1000, 1001, 1999, 2500, 123_457})
    void everyFrameIsInOneStep(int frames) {
        for (int frame = 0; frame < frames; frame++) {
            int step = Curve.stepOf(frame, frames);
            assertThat(frame).isBetween(Curve.first(step, frames), Curve.first(step + 1, frames) - 1);
        }
        assertThat(Curve.first(0, frames)).isZero();
        assertThat(Curve.first(Curve.steps(frames), frames)).isEqualTo(frames);
    }

    @Test
    void ofAShortFilmEachStepIsAFrame() {
        double[] values = {3, Double.NaN, 1, Double.POSITIVE_INFINITY};

        Curve curve = Curve.of(values);

        assertThat(curve.mean()).containsExactly(3, Double.NaN, 1, Double.NaN);
        assertThat(curve.low()).containsExactly(curve.high());
    }

    @Test
    void ofALongFilmNoExtremeIsLost() {
        double[] values = DoubleStream.iterate(30, v -> 30).limit(54_321).toArray();
        values[7_000] = 12;
        values[50_000] = 44;

        Curve curve = Curve.of(values);

        assertThat(curve.steps()).isEqualTo(1000);
        assertThat(Arrays.stream(curve.low()).min()).hasValue(12);
        assertThat(Arrays.stream(curve.high()).max()).hasValue(44);
        int step = Curve.stepOf(7_000, values.length);
        assertThat(curve.low()[step]).isEqualTo(12);
        assertThat(curve.mean()[step]).isBetween(29.0, 30.0);
    }

    @Test
    void ticksAreRoundNumbersWithinTheAxis() {
        for (double[] values : new double[][] {{28.1, 33.7}, {0.00012, 0.00031}, {-5, 1e6}, {7, 7}, {0, 0}}) {
            Axis axis = Axis.of(Curve.of(values));
            assertThat(axis.ticks()).isNotEmpty().allSatisfy(tick -> {
                assertThat(axis.place(tick.doubleValue())).isBetween(0.0, 1.0);
                assertThat(tick.stripTrailingZeros().precision()).isLessThanOrEqualTo(3);
            });
            assertThat(IntStream.range(0, values.length).mapToDouble(i -> axis.place(values[i])))
                    .allMatch(place -> place > 0 && place < 1);
        }
    }

    @Test
    void figuresAreRoundedToFive() {
        assertThat(new double[] {31.20451, 0.8123456, 0, 123_456.7, 1.5e-7, Double.NaN, Double.POSITIVE_INFINITY})
                .satisfies(values -> assertThat(Arrays.stream(values).mapToObj(Figures::of))
                        .containsExactly("31.205", "0.81235", "0", "123460", "1.5000e-07", "–", "infinite"));
        assertThat(Figures.time(0.7083)).isEqualTo("0.708 s");
        assertThat(Figures.time(61.5)).isEqualTo("1:01.500");
        assertThat(Figures.time(3723.4)).isEqualTo("1:02:03.400");
    }
}
