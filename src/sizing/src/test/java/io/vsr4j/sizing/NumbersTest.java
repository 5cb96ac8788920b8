package io.vsr4j.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @Test
    void numbersHaveTheNamesOfVariables() {
        assertThat(Named.values(ScalingRules.DEFAULT))
                .containsEntry("target_seconds", ScalingRules.DEFAULT.targetSeconds())
                .containsEntry("spot_percentage", 100)
                .containsEntry("scale_in", true);
        assertThat(Named.with(ScalingRules.DEFAULT, "scale_out_cooldown", "7").scaleOutCooldown())
                .isEqualTo(7);
        assertThat(Named.with(Platform.DEFAULT, "spot_missing", "0.25").spotMissing())
                .isEqualTo(0.25);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maximum_tasks | 0 | maximum_tasks must be in 1..5000, got 0",
                "minimum_tasks | 21 | maximum_tasks must be in 21..5000, got 20",
                "target_seconds | x | target_seconds must be a whole number, got 'x'",
                "scale_in | maybe | scale_in must be true or false, got 'maybe'",
                "spot_percentage | 101 | spot_percentage must be in 0..100, got 101",
                "speed | 1 | there is no number 'speed'",
            })
    void whatCannotBeIsRefused(String name, String value, String said) {
        assertThatThrownBy(() -> Named.with(ScalingRules.DEFAULT, name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 10, 0", "0, 25, 10, 3", "2, 50, 10, 6", "4, 0, 3, 3", "0, 100, 7, 7"})
    void theShareOnDemandIsThatOfAnAutoScalingGroup(int base, int percent, int instances, int onDemand) {
        ScalingRules rules = Named.with(
                Named.with(ScalingRules.DEFAULT, "on_demand_base", "" + base), "spot_percentage", "" + (100 - percent));

        assertThat(rules.onDemandOf(instances)).isEqualTo(onDemand);
    }

    @ParameterizedTest
    @CsvSource({"0.25, 0.250 s", "61, 61 s", "600, 10.0 min", "7200, 2.00 h", "Infinity, never"})
    void spansAreReadable(double seconds, String text) {
        assertThat(Spans.text(seconds)).isEqualTo(text);
    }
}
