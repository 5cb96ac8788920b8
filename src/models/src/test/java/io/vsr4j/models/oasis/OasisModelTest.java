package io.vsr4j.models.oasis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.VsrModelContract;
import io.vsr4j.models.published.PublishedCounts;
import io.vsr4j.models.published.PublishedNetwork;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OasisModelTest extends VsrModelContract {
    @TempDir
    static Path folder;

    static Path tiny() {
        Path tiny = folder.resolve("tiny");
        if (!Files.exists(tiny)) {
            try {
                ModelRegistry.folders("oasis").tiny(tiny, 5);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return tiny;
    }

    private static ModelOptions options(Path weights) {
        return new ModelOptions(Optional.of(weights), Device.cpu(), DType.F32);
    }

    @Override
    protected VsrModel open() {
        return ModelRegistry.open("oasis", 4, options(tiny()));
    }

    @Test
    void theFingerprintFollowsTheRouting() throws IOException {
        Path other = folder.resolve("other");
        ModelRegistry.folders("oasis").tiny(other, 5);
        try (VsrModel same = ModelRegistry.open("oasis", 4, options(other))) {
            assertThat(same.fingerprint()).isEqualTo(model.fingerprint());
        }
        Routing.global(2, 3).write(other.resolve(Routing.FILE));
        try (VsrModel routed = ModelRegistry.open("oasis", 4, options(other))) {
            assertThat(routed.fingerprint()).isNotEqualTo(model.fingerprint());
        }
        Routing.global(2, 4).write(other.resolve(Routing.FILE));
        assertThatThrownBy(() -> ModelRegistry.open("oasis", 4, options(other)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("2 texts of 3 letters");
        Files.delete(other.resolve(Routing.FILE));
        assertThatThrownBy(() -> ModelRegistry.open("oasis", 4, options(other)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("vsr route");
    }

    @Test
    void blocksInTurnGiveTheSameBits() {
        NDArray x = manager.randomUniform(0, 1, new Shape(5, 3, 16, 24));
        ModelOptions offload = new ModelOptions(Optional.of(tiny()), Device.cpu(), DType.F32, true);
        try (VsrModel turns = ModelRegistry.open("oasis", 4, offload)) {
            assertThat(turns.restore(x, Placement.ORIGIN).toFloatArray())
                    .isEqualTo(model.restore(x, Placement.ORIGIN).toFloatArray());
        }
        long all = PublishedNetwork.all().stream()
                .filter(n -> n.name().startsWith("OASIS") || n.name().equals("Wan 2.1 autoencoder"))
                .mapToLong(n -> PublishedCounts.inTurn(n.parameters()))
                .sum();
        assertThat(model.card().offloaded()).hasValue(all);
    }

    @Test
    void needsAFolder() {
        assertThatThrownBy(() -> ModelRegistry.open("oasis", 4, ModelOptions.DEFAULT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("--weights");
    }

    @Test
    void freshTakesTheBaseOver() throws IOException {
        Path fresh = folder.resolve("fresh");
        ModelRegistry.folders("oasis").fresh(tiny(), fresh, 6);

        for (String component : new String[] {"transformer", "vae"}) {
            Path file = Path.of(component, "diffusion_pytorch_model.safetensors");
            assertThat(fresh.resolve(file)).hasSameBinaryContentAs(tiny().resolve(file));
        }
        assertThat(Routing.read(fresh.resolve(Routing.FILE), 2, 3)).isEqualTo(Routing.global(2, 3));
        try (VsrModel opened = ModelRegistry.open("oasis", 4, options(fresh))) {
            assertThat(opened.fingerprint()).isNotEqualTo(model.fingerprint());
        }
    }
}
