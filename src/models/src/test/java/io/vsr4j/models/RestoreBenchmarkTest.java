package io.vsr4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import org.junit.jupiter.api.Test;

class RestoreBenchmarkTest {
    @Test
    void timesEveryModel() {
        try (VsrModel model = ModelRegistry.open("bicubic", 2, ModelOptions.DEFAULT)) {
            RestoreBenchmark.Timing timing = RestoreBenchmark.run(model, Device.cpu(), 2, 16, 8, 4);

            assertThat(timing.minMillis()).isPositive().isLessThanOrEqualTo(timing.medianMillis());
            assertThatThrownBy(() -> RestoreBenchmark.run(model, Device.cpu(), 1, 16, 8, 0))
                    .hasMessageContaining("at least 1, got 0");
        }
    }
}
