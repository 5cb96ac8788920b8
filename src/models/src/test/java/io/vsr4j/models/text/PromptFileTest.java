package io.vsr4j.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Safetensors;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptFileTest {
    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @TempDir
    Path folder;

    @AfterEach
    void free() {
        scope.close();
    }

    private NDArray ramp(long... shape) {
        return scope.arange((float) new Shape(shape).size()).reshape(shape);
    }

    @Test
    void givesBackWhatWasWritten() throws IOException {
        Path file = folder.resolve("prompt.safetensors");
        for (DType type : new DType[] {DType.F32, DType.BF16, DType.F16}) {
            NDArray embedding = Torch.to(ramp(1, 3, 4), type);
            PromptFile.write(file, embedding, "the \u732b's \"city\"", "ab12");
            PromptFile kept = PromptFile.read(scope, file, 512, 4);
            // A file that is written anew does not change what was read.
            PromptFile.write(file, scope.ones(new Shape(1, 1, 4)), "", "");
            assertThat(kept.prompt()).isEqualTo("the \u732b's \"city\"");
            assertThat(kept.encoder()).isEqualTo("ab12");
            assertThat(Torch.type(kept.embedding())).isEqualTo(type);
            assertThat(kept.embedding().getShape()).isEqualTo(new Shape(1, 3, 4));
            assertThat(Torch.to(kept.embedding(), DType.F32).toFloatArray())
                    .isEqualTo(ramp(1, 3, 4).toFloatArray());
        }
    }

    @Test
    void leavesNothingBehindButTheEmbedding() throws IOException {
        Path file = folder.resolve("prompt.safetensors");
        NDArray embedding = ramp(1, 3, 4);
        int before = Scopes.count(scope);
        PromptFile.write(file, embedding, "p", "e");
        assertThat(Scopes.count(scope)).isEqualTo(before);
        PromptFile.read(scope, file, 512, 4);
        assertThat(Scopes.count(scope)).isEqualTo(before + 1);
    }

    @Test
    void isOneTensorThatOtherProgramsRead() throws IOException {
        Path file = folder.resolve("prompt.safetensors");
        PromptFile.write(file, ramp(1, 3, 4), "p", "e");
        try (Safetensors tensors = Safetensors.open(file)) {
            assertThat(tensors.tensors().get("prompt_embedding").shape()).isEqualTo(new Shape(3, 4));
            assertThat(tensors.metadata())
                    .containsExactlyInAnyOrderEntriesOf(Map.of("prompt", "p", "text_encoder_sha256", "e"));
        }
        SafetensorsWriter.write(file, Map.of("prompt_embedding", ramp(1, 3, 4)), Map.of());
        PromptFile kept = PromptFile.read(scope, file, 3, 4);
        assertThat(kept.prompt()).isEmpty();
        assertThat(kept.embedding().getShape()).isEqualTo(new Shape(1, 3, 4));
    }

    @Test
    void refusesWhatTheNetworkCannotTake() throws IOException {
        refuses(Map.of("prompt_embedding", ramp(3, 5)), "[(]?3, 5[)]?.* of 4");
        refuses(Map.of("prompt_embedding", ramp(4, 4)), "1 to 3 rows of 4");
        refuses(Map.of("prompt_embedding", ramp(0, 4)), "1 to 3 rows of 4");
        refuses(Map.of("prompt_embedding", ramp(2, 3, 4)), "1 to 3 rows of 4");
        refuses(Map.of("prompt_embedding", ramp(4)), "1 to 3 rows of 4");
        refuses(Map.of("prompt_embedding", Torch.to(ramp(3, 4), DType.I64)), "must be F32, F16 or BF16");
        refuses(Map.of("prompt_embedding", ramp(3, 4).div(0)), "not finite");
        refuses(Map.of("embedding", ramp(3, 4)), "one tensor, 'prompt_embedding'");
        refuses(Map.of("prompt_embedding", ramp(3, 4), "more", ramp(1)), "one tensor, 'prompt_embedding'");
        Path file = folder.resolve("text");
        Files.writeString(file, "a street at night");
        assertThatThrownBy(() -> PromptFile.read(scope, file, 3, 4)).isInstanceOf(CheckpointException.class);
    }

    private void refuses(Map<String, NDArray> tensors, String says) throws IOException {
        Path file = folder.resolve("prompt.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of());
        assertThatThrownBy(() -> PromptFile.read(scope, file, 3, 4))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString())
                .hasMessageMatching("(?s).*" + says + ".*");
    }

    @Test
    void writesNothingThatIsNoEmbedding() {
        Path file = folder.resolve("prompt.safetensors");
        for (NDArray wrong : new NDArray[] {
            ramp(3, 4), ramp(2, 3, 4), ramp(1, 0, 4), ramp(1, 3, 4).div(0)
        }) {
            assertThatThrownBy(() -> PromptFile.write(file, wrong, "", ""))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(file).doesNotExist();
    }
}
