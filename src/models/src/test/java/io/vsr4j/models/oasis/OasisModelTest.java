package io.vsr4j.models.oasis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.FolderMaker;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.VsrModelContract;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        Routing.all(HeadPattern.GLOBAL, 2, 3).write(other.resolve(Routing.FILE));
        try (VsrModel routed = ModelRegistry.open("oasis", 4, options(other))) {
            assertThat(routed.fingerprint()).isNotEqualTo(model.fingerprint());
        }
        Routing.all(HeadPattern.GLOBAL, 2, 4).write(other.resolve(Routing.FILE));
        assertThatThrownBy(() -> ModelRegistry.open("oasis", 4, options(other)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("2 texts of 3 letters");
        Files.delete(other.resolve(Routing.FILE));
        assertThatThrownBy(() -> ModelRegistry.open("oasis", 4, options(other)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("vsr route");
    }

    /** The transformer alone loses bits: the autoencoder's numbers stay in single precision. */
    @Test
    void fewerBitsAreClose() {
        ModelOptions fewer = new ModelOptions(Optional.of(tiny()), Device.cpu(), DType.BF16);
        NDArray window = manager.arange(5f * 3 * 16 * 20).reshape(5, 3, 16, 20).div(5f * 3 * 16 * 20);
        try (VsrModel half = ModelRegistry.open("oasis", 4, fewer)) {
            NDArray expected = model.restore(window, Placement.ORIGIN);
            NDArray difference = half.restore(window, Placement.ORIGIN).sub(expected);
            float spread = expected.sub(expected.mean()).square().mean().getFloat();
            assertThat(difference.square().mean().getFloat()).isPositive().isLessThan(0.01f * spread);
        }
    }

    @Test
    void blocksInTurnGiveTheSameBits() {
        NDArray x = manager.randomUniform(0, 1, new Shape(5, 3, 16, 24));
        ModelOptions offload = new ModelOptions(Optional.of(tiny()), Device.cpu(), DType.F32, true, Optional.empty());
        try (VsrModel turns = ModelRegistry.open("oasis", 4, offload)) {
            assertThat(turns.restore(x, Placement.ORIGIN).toFloatArray())
                    .isEqualTo(model.restore(x, Placement.ORIGIN).toFloatArray());
        }
    }

    @Test
    void needsAFolder() {
        assertThatThrownBy(() -> ModelRegistry.open("oasis", 4, ModelOptions.DEFAULT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("--weights");
    }

    @Test
    void aTinyFolderHasHeadsOfEveryKind() throws IOException {
        Routing routing = Routing.read(tiny().resolve(Routing.FILE), 2, 3);
        assertThat(HeadPattern.values()).allMatch(pattern -> routing.count(pattern) > 0);
    }

    @Test
    void allHeadsOfAFolderCanBeAlike() throws IOException {
        Path other = folder.resolve("alike");
        ModelRegistry.folders("oasis").tiny(other, 5);
        for (HeadPattern pattern : HeadPattern.values()) {
            OasisRouter.write(other, OasisRouter.all(other, pattern));
            assertThat(Routing.read(other.resolve(Routing.FILE), 2, 3).count(pattern))
                    .isEqualTo(6);
        }
    }

    @Test
    void freshTakesTheBaseOver() throws IOException {
        Path fresh = folder.resolve("fresh");
        ModelRegistry.folders("oasis").fresh(tiny(), fresh, 6);

        for (String component : new String[] {"transformer", "vae"}) {
            Path file = Path.of(component, "diffusion_pytorch_model.safetensors");
            assertThat(fresh.resolve(file)).hasSameBinaryContentAs(tiny().resolve(file));
        }
        assertThat(Routing.read(fresh.resolve(Routing.FILE), 2, 3)).isEqualTo(Routing.all(HeadPattern.GLOBAL, 2, 3));
        try (VsrModel opened = ModelRegistry.open("oasis", 4, options(fresh))) {
            assertThat(opened.fingerprint()).isNotEqualTo(model.fingerprint());
        }
    }

    @Test
    void theProjectorCanBeFittedToClips() throws IOException {
        Path fitted = folder.resolve("fitted");
        List<String> said = new ArrayList<>();
        FolderMaker.Clip clip = owner -> owner.randomUniform(0, 1, new Shape(5, 3, 68, 24));

        ModelRegistry.folders("oasis").fresh(tiny(), fitted, 6, List.of(clip, clip), said::add);

        assertThat(said).hasSize(3).last().asString().matches("projector: .* error [0-9.]+ of latents .* [0-9.]+");
        Path file = Path.of("projector", "diffusion_pytorch_model.safetensors");
        assertThat(Files.readAllBytes(fitted.resolve(file))).isNotEqualTo(Files.readAllBytes(tiny().resolve(file)));
        try (VsrModel opened = ModelRegistry.open("oasis", 4, options(fitted))) {
            assertThat(opened.fingerprint()).isNotEqualTo(model.fingerprint());
        }
        assertThatThrownBy(() -> ModelRegistry.folders("adcvsr").fresh(tiny(), fitted, 6, List.of(clip), said::add))
                .hasMessageContaining("--clips");
    }
}
