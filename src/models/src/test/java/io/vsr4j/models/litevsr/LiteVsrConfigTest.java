package io.vsr4j.models.litevsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteVsrConfigTest {
    @Test
    void anEmptyFileIsThePublishedSystem() {
        assertThat(LiteVsrConfig.PUBLISHED)
                .isEqualTo(new LiteVsrConfig(2, 4, List.of(1, 16, 16), true, true, Refinement.CLEAN, 0, 5, 5));
    }

    @Test
    void isReadAsItIsWritten() {
        LiteVsrConfig other = new LiteVsrConfig(1, 0, List.of(2, 4, 8), false, false, Refinement.NOISY, 64, 1, 3.5);
        assertThat(LiteVsrConfig.of(new Config("test", other.json()), LiteVsrTiny.BASE))
                .isEqualTo(other);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"adapter_depth\": 0} | from 1 to 64",
                "{\"query_window\": [1, 3, 4]} | multiples of the transformer's patch [1, 2, 2]",
                "{\"query_window\": [1, 4]} | three numbers",
                "{\"refinement\": \"dirty\"} | one of clean, noisy, none",
                "{\"steps\": 0} | from 1 to 1000",
                "{\"shift\": 0.5} | from 1 to 100"
            })
    void refusesWhatCannotBe(String json, String rule) {
        assertThatThrownBy(() -> LiteVsrTiny.sizes(json))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(rule);
    }
}
