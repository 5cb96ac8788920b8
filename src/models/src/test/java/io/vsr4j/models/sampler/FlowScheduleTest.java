package io.vsr4j.models.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowScheduleTest {
    /** Wan's sampler at shift 5: steps, sigmas, timesteps. */
    static List<Arguments> wanTables() {
        return List.of(
                Arguments.of(1, new double[] {.9998, 0}, new int[] {999}),
                Arguments.of(5, new double[] {.999800, .952154, .882093, .768935, .555247, 0}, new int[] {
                    999, 952, 882, 768, 555
                }),
                Arguments.of(
                        10,
                        new double[] {
                            .9998, .978048, .952154, .92081, .882093, .833055, .768935, .681508, .555247, .356888, 0
                        },
                        new int[] {999, 978, 952, 920, 882, 833, 768, 681, 555, 356}));
    }

    @ParameterizedTest
    @MethodSource("wanTables")
    void wanHasItsOwnTable(int steps, double[] sigmas, int[] timesteps) {
        FlowSchedule schedule = FlowSchedule.wan(steps, 5);

        assertThat(schedule.steps()).isEqualTo(steps);
        for (int i = 0; i <= steps; i++) {
            assertThat((double) schedule.sigma(i)).isCloseTo(sigmas[i], within(1e-6));
        }
        for (int i = 0; i < steps; i++) {
            assertThat(schedule.timestep(i)).isEqualTo(timesteps[i]);
        }
    }

    @Test
    void diffusersStartsNearerToOne() {
        FlowSchedule schedule = FlowSchedule.uniPc(5, 5);

        assertThat(schedule.sigma(0)).isEqualTo(0.999999f);
        assertThat(schedule.timestep(0)).isEqualTo(999);
        assertThat(schedule.timestep(4)).isEqualTo(556);
    }

    /** At shift 1 these are whole numbers but for rounding: 445 becomes 444, 556 stays. */
    @Test
    void cutsTimestepsOnTheSameSideAsTheReferences() {
        assertThat(timesteps(FlowSchedule.uniPc(9, 1))).containsExactly(999, 889, 778, 667, 556, 444, 333, 222, 111);
        assertThat(timesteps(FlowSchedule.wan(9, 1))).containsExactly(999, 888, 777, 666, 555, 444, 333, 222, 111);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 3, 5, 12})
    void sigmasFallToZero(double shift) {
        for (int steps = 1; steps <= 50; steps++) {
            for (FlowSchedule schedule : List.of(
                    FlowSchedule.wan(steps, shift),
                    FlowSchedule.uniPc(steps, shift),
                    FlowSchedule.euler(steps, shift))) {
                assertThat(schedule.sigma(steps)).isZero();
                for (int i = 0; i < steps; i++) {
                    assertThat(schedule.sigma(i)).isGreaterThan(schedule.sigma(i + 1));
                    assertThat(schedule.timestep(i)).isCloseTo(1000 * schedule.sigma(i), within(1f));
                }
            }
        }
    }

    @Test
    void refusesWhatIsNoSchedule() {
        assertThatThrownBy(() -> FlowSchedule.wan(0, 5)).hasMessage("steps must be in 1..1000, got 0");
        assertThatThrownBy(() -> FlowSchedule.uniPc(1001, 5)).hasMessageContaining("got 1001");
        assertThatThrownBy(() -> FlowSchedule.euler(4, 0)).hasMessageContaining("shift must be above 0");
        assertThatThrownBy(() -> FlowSchedule.euler(4, Double.NaN)).hasMessageContaining("got NaN");
    }

    private static int[] timesteps(FlowSchedule schedule) {
        int[] timesteps = new int[schedule.steps()];
        Arrays.setAll(timesteps, i -> (int) schedule.timestep(i));
        return timesteps;
    }
}
