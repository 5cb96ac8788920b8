package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.models.ModelRegistry;
import io.vsr4j.upscale.UpscaleSettings;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class NetworkOptionsTest {
    private static UpscaleSettings.Network settings(String line) {
        return CommandLine.populateCommand(new NetworkOptions(), line.split(" "))
                .settings(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "--model anime4k, f32",
        "--model litevsr --device cpu --dtype bf16, bf16",
        "--model litevsr --device gpu, bf16",
        "--model litevsr --device gpu:1 --dtype f32, f32",
        "--model oasis --device gpu, f32",
        "--model compact --device gpu, bf16",
    })
    void aGpuComputesInWhatTheModelPrefersUnlessAskedOtherwise(String line, String dtype) {
        UpscaleSettings.Network network = settings(line);
        assertThat(network.dtype(ModelRegistry.card(network.model())).computeName())
                .isEqualTo(dtype);
    }

    @Test
    void offloadIsForModelsThatCan() {
        assertThat(settings("--model oasis --offload").offload()).isTrue();
        assertThat(settings("--model oasis").offload()).isFalse();
    }
}
