package io.vsr4j.models.litevsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteVsrConfigTest {
    @Test
    void anEmptyFileIsThePublishedSystem() {
        assertThat(LiteVsrConfig.PUBLISHED)
                .isEqualTo(
                        new LiteVsrConfig(2, 4, List.of(1, 16, 16), true, true, Refinement.CLEAN, 0, 5, 5, DType.F32));
    }

    @Test
    void isReadAsItIsWritten() {
        LiteVsrConfig other =
                new LiteVsrConfig(1, 0, List.of(2, 4, 8), false, false, Refinement.NOISY, 16, 1, 3.5, DType.BF16);
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
                "{\"query_window\": [1, 0, 16]} | three numbers above 0",
                "{\"steps\": 0} | 'steps' is 0; it must be from 1 to 50",
                "{\"steps\": 51} | 'steps' is 51; it must be from 1 to 50",
                "{\"injection_rank\": 36} | below the width, 36",
                "{\"vae_dtype\": \"f16\"} | f32 or bf16",
                "{\"step\": 1} | none of adapter_depth",
                "{\"shift\": 0.5} | from 1 to 100"
            })
    void refusesWhatCannotBe(String json, String rule) {
        assertThatThrownBy(() -> LiteVsrTiny.sizes(json))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(rule);
    }
}
