package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeConverterTest {
    private final TimeConverter converter = new TimeConverter();

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "12.5, 12500000",
        "90, 90000000",
        "1:30, 90000000",
        "75:00, 4500000000",
        "00:01.041667, 1041667",
        "1:02:03.004, 3723004000",
        "0.1234567, 123456"
    })
    void readsSecondsAndClockTimes(String text, long microseconds) {
        assertThat(converter.convert(text)).isEqualTo(microseconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1:2", "1:60", "1:60:00", "1:2:3:4", "12,5", "1e3", "1.5:10", "NaN", " 1"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "' is not a time");
    }
}
