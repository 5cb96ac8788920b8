package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.util.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchEngineTest {
    @Test
    void startsOfflineAndSilent() {
        TorchEngine.start();

        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
        assertThat(Utils.isOfflineMode()).isTrue();
        assertThat(TorchEngine.version()).startsWith("2.7.");
    }

    @Test
    void parsesTheCpu() {
        assertThat(TorchEngine.device("cpu")).isEqualTo(Device.cpu());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CPU", "gpu:", "gpu:-1", "cuda", "gpu:0x1", "cpu:0"})
    void refusesAMalformedDevice(String name) {
        assertThatThrownBy(() -> TorchEngine.device(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'")
                .hasMessageContaining("gpu:N");
    }

    @Test
    void refusesAGpuThatIsNotThere() {
        String beyond = "gpu:" + TorchEngine.gpuCount();

        assertThatThrownBy(() -> TorchEngine.device(beyond))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(beyond)
                .hasMessageContaining("--device cpu");
    }

    @Test
    void setsThreads() {
        int before = TorchEngine.threads();
        try {
            TorchEngine.setThreads(1);
            assertThat(TorchEngine.threads()).isEqualTo(1);
        } finally {
            TorchEngine.setThreads(before);
        }
        assertThatThrownBy(() -> TorchEngine.setThreads(0)).hasMessageContaining("at least 1, got 0");
    }
}
