package io.vsr4j.models.litevsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.models.FolderMaker;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user sets in {@code adapter/config.json}, or when a folder is made. */
class LiteVsrSettingsTest {
    @TempDir
    Path folder;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void stop() {
        scope.close();
    }

    private static Config settings(String json) {
        return new Config("settings.json", JsonParser.parseString(json).getAsJsonObject());
    }

    private Path made(String name, FolderMaker maker) throws IOException {
        Path out = folder.resolve(name);
        maker.tiny(out, 1);
        return out;
    }

    private record Result(NDArray frames, String fingerprint) {}

    private Result restored(Path root) {
        NDArray x = LiteVsrTiny.random(scope, 3, new Shape(5, 3, 16, 24));
        ModelOptions options = new ModelOptions(Optional.of(root), Device.cpu(), DType.F32);
        try (VsrModel model = ModelRegistry.open("litevsr", 4, options)) {
            return new Result(model.restore(x, Placement.ORIGIN), model.fingerprint());
        }
    }

    private static void differ(Result one, Result other) {
        assertThat(LiteVsrTiny.difference(one.frames(), other.frames())).isGreaterThan(1e-4f);
        assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'steps': 1}",
                "{'steps': 5}",
                "{'steps': 10}",
                "{'steps': 15}",
                "{'shift': 3}",
                "{'rope': false}",
                "{'refinement': 'noisy'}",
                "{'vae_dtype': 'bf16'}"
            })
    void aFolderThatIsThereCanBeSet(String json) throws IOException {
        Path root = made("tiny", new LiteVsrFolders());
        Result usual = restored(root);
        Path file = root.resolve("adapter/config.json");
        JsonObject all = Config.read(file).json();
        settings(json).json().entrySet().forEach(entry -> all.add(entry.getKey(), entry.getValue()));
        Files.writeString(file, all.toString());

        differ(restored(root), usual);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'refinement': 'none'}",
                "{'time_modulation': false}",
                "{'query_window': [1, 2, 2]}",
                "{'query_window': [2, 8, 6]}",
                "{'injection_rank': 4}",
                "{'adapter_depth': 2}",
                "{'ffn_multiple': 0}",
                "{'steps': 3}"
            })
    void aFolderIsMadeAsItIsWanted(String json) throws IOException {
        Path usual = made("usual", new LiteVsrFolders());
        Path other = made("other", ModelRegistry.folders("litevsr").with(settings(json)));

        differ(restored(other), restored(usual));
        Path fresh = folder.resolve("fresh");
        ModelRegistry.folders("litevsr").with(settings(json)).fresh(usual, fresh, 1);
        settings(json).json().entrySet().forEach(entry -> {
            try {
                assertThat(Config.read(fresh.resolve("adapter/config.json"))
                                .json()
                                .get(entry.getKey()))
                        .isEqualTo(entry.getValue());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        restored(fresh);
    }

    @Test
    void refusesWhatDoesNotFit() {
        FolderMaker maker = ModelRegistry.folders("litevsr").with(settings("{'query_window': [1, 0, 16]}"));
        assertThatThrownBy(() -> maker.tiny(folder.resolve("no"), 1))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        "settings.json: 'query_window' is [1,0,16]; it must be three numbers above 0, multiples of the"
                                + " transformer's patch [1, 2, 2]");
        assertThat(folder).isEmptyDirectory();
        assertThatThrownBy(() -> ModelRegistry.folders("oasis").with(settings("{}")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("no settings");
    }
}
