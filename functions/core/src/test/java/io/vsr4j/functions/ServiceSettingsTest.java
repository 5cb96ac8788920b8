package io.vsr4j.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceSettingsTest {
    private static ServiceSettings with(String name, String value) {
        return ServiceSettings.of(Map.of(), Map.of("vsr.bucket", "videos", "vsr." + name, value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    lease              | -5          | must be seconds from 0.001
                    lease              | 0           | must be seconds
                    lease              | NaN         | must be seconds
                    sweep-after        | 0           | must be seconds
                    sweep-after        | 1e300       | must be seconds
                    visibility         | Infinity    | must be seconds
                    most-receives      | 2.5         | must be a whole number
                    most-receives      | 1           | must be at least 2
                    limit.active-jobs  | -4294967295 | must let something through
                    offload            | yes         | must be true or false, got 'yes'
                    spot               | 1           | must be true or false, got '1'
                    defaults.skale     | 2           | there is no setting 'skale'
                    """)
    void aValueThatCannotBeUsedIsNamed(String name, String value, String rule) {
        assertThatThrownBy(() -> with(name, value).config())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("vsr." + name.replaceFirst("defaults.*", "defaults"))
                .hasMessageContaining(rule);
    }

    @Test
    void largeAndSmallValuesStayWhatTheyAre() {
        assertThat(with("most-receives", "4294967298").config().mostReceives()).isEqualTo(Integer.MAX_VALUE);
        assertThat(with("limit.active-jobs", "4294967297").config().limits().activeJobs())
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(with("sweep-after", "0.25").config().sweepAfter()).isEqualTo(Duration.ofMillis(250));
        assertThat(with("spot", "true").spot()).isTrue();
    }

    @Test
    void aMisspeltVariableIsKnown() {
        Map<String, String> environment = Map.of(
                "VSR_LEESE", "1",
                "VSR_WEIGHT_OASIS", "/models",
                "VSR_LEASE", "1",
                "VSR_WEIGHTS_OASIS", "/models",
                "VSR_DEFAULTS_CODEC", "h265",
                "VSR_JAVA_OPTS", "-Xmx8g",
                "VSR_API_KEYS", "@keys",
                "PATH", "/bin");
        assertThat(ServiceSettings.unknown(environment)).containsExactly("VSR_LEESE", "VSR_WEIGHT_OASIS");
    }
}
