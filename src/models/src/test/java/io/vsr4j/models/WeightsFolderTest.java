package io.vsr4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsFolderTest {
    @TempDir
    Path folder;

    private Path write(String name, float value) throws IOException {
        Path out = folder.resolve(name);
        JsonObject config = new JsonObject();
        config.addProperty("width", 3);
        try (WeightsFolderWriter writer = WeightsFolderWriter.create(out, "some-model");
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            writer.component("unet", config, Map.of("w", scope.full(new Shape(2, 3), value)));
            writer.publish();
        }
        return out;
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        WeightsFolder written = WeightsFolder.open(write("a", 1), "some-model");

        assertThat(written.has("unet")).isTrue();
        assertThat(written.has("vae")).isFalse();
        assertThat(written.config("unet").number("width")).isEqualTo(3);
        try (Weights weights = written.weights("unet");
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            assertThat(weights.load(scope, "w", new Shape(2, 3)).toFloatArray()).containsOnly(1);
        }
        assertThat(Files.readString(folder.resolve("a/SHA256SUMS")).lines())
                .hasSize(3)
                .allMatch(line -> line.matches("[0-9a-f]{64}  [\\w./]+"));
    }

    @Test
    void fingerprintsFollowTheTensors() throws IOException {
        String one = WeightsFolder.open(write("a", 1), "some-model").fingerprint("unet");
        String same = WeightsFolder.open(write("b", 1), "some-model").fingerprint("unet");
        String other = WeightsFolder.open(write("c", 2), "some-model").fingerprint("unet");

        assertThat(same).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
    }

    /** Large tensors are there once; a configuration is a folder's own. */
    @Test
    void whatIsTakenOverIsTheSame() throws IOException {
        Path from = write("from", 1);
        Path large = Files.write(from.resolve("unet/large.safetensors"), new byte[(1 << 20) + 1]);
        Path into = folder.resolve("into");
        try (WeightsFolderWriter writer = WeightsFolderWriter.create(into, "some-model")) {
            writer.keep(WeightsFolder.open(from), Set.of("vae"));
            writer.publish();
        }
        for (String file : new String[] {"unet/config.json", "unet/large.safetensors"}) {
            assertThat(into.resolve(file)).hasSameBinaryContentAs(from.resolve(file));
        }
        assertThat(Files.isSameFile(into.resolve("unet/large.safetensors"), large))
                .isTrue();
        assertThat(Files.isSameFile(into.resolve("unet/config.json"), from.resolve("unet/config.json")))
                .isFalse();
    }

    @Test
    void nothingIsLeftOfAFolderThatIsNotPublished() throws IOException {
        try (WeightsFolderWriter writer = WeightsFolderWriter.create(folder.resolve("a"), "some-model")) {
            Files.writeString(writer.files().resolve("note"), "x");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesWhatIsNotTheModels() throws IOException {
        Path written = write("a", 1);
        assertThatThrownBy(() -> WeightsFolder.open(written, "another"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'some-model'");
        assertThatThrownBy(() -> WeightsFolder.open(folder, "some-model"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("model_index.json");
        assertThatThrownBy(() -> WeightsFolder.open(written, "some-model").config("vae"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'vae'");
        assertThatThrownBy(() -> WeightsFolderWriter.create(written, "some-model"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("exists already");
    }
}
