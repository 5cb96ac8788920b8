package io.vsr4j.models.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of fixtures that are wrong in every way: refused as a whole, or a failed case in one line. */
class HostileFixturesTest {
    private static final Path GOOD = Path.of("src/test/resources/fixtures");
    private static final String IO = "sd_vae_a.io.safetensors";
    private static final String WEIGHTS = "sd_vae_a.weights.safetensors";

    @TempDir
    Path folder;

    /** The results for a copy of one fixture whose entry was changed. */
    private List<CaseResult> with(Consumer<JsonObject> change) throws IOException {
        StringBuilder files = new StringBuilder();
        for (FixtureFile file : FixtureSet.open(GOOD).files()) {
            if (file.name().startsWith("sd_vae_a")) {
                JsonObject entry = file.entry().deepCopy();
                if (file.name().equals(IO)) {
                    change.accept(entry);
                }
                files.append(files.isEmpty() ? "" : ",").append(entry);
                if (!Files.exists(folder.resolve(file.name()))) {
                    Files.copy(GOOD.resolve(file.name()), folder.resolve(file.name()));
                }
            }
        }
        return manifest("{\"files\":[" + files + "]}");
    }

    private List<CaseResult> manifest(String text) throws IOException {
        Files.writeString(folder.resolve("manifest.json"), text);
        List<CaseResult> results = new ArrayList<>();
        new Verification(Device.cpu(), DType.F32).run(FixtureSet.open(folder), "", results::add);
        assertThat(results).allSatisfy(result -> {
            assertThat(result.remark()).doesNotContain("\n").doesNotContain("Traceback");
            assertThat(result.tolerance()).isNotEqualTo(Double.POSITIVE_INFINITY);
        });
        return results;
    }

    private void fails(String reason, Consumer<JsonObject> change) throws IOException {
        assertThat(with(change)).anySatisfy(result -> {
            assertThat(result.passed()).isFalse();
            assertThat(result.remark()).contains(reason);
        });
    }

    private static void config(JsonObject entry, String key, String value) {
        entry.getAsJsonObject("config").add(key, JsonParser.parseString(value));
    }

    @Test
    void theCopyItselfPasses() throws IOException {
        assertThat(with(entry -> {})).isNotEmpty().allMatch(CaseResult::passed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "[]",
                "{}",
                "{\"files\":{}}",
                "{\"files\":[]}",
                "{\"files\":[1]}",
                "{\"files\":[{}]}",
                "{\"files\":[{\"file\":7}]}",
                "{\"files\":[{\"file\":\"../a\"}]}",
                "{\"files\":[{\"file\":\"/etc/passwd\"}]}",
                "{\"files\":[{\"file\":\"a\\u0000b\"}]}",
                "{\"files\":[{\"file\":\"a\"},{\"file\":\"a\"}]}",
                "{\"files\":[{\"file\":\"a\"}]} x"
            })
    void refusesManifests(String text) {
        assertThatThrownBy(() -> manifest(text))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("manifest.json");
    }

    @Test
    void refusesManifestsThatAreNoText() throws IOException {
        Files.write(folder.resolve("manifest.json"), new byte[] {'{', (byte) 0xff, '}'});
        assertThatThrownBy(() -> FixtureSet.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> FixtureSet.open(folder.resolve("manifest.json")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("no folder");
    }

    @Test
    void aFolderMayBeNamedInAnyWay() {
        Path here = Path.of("");
        assertThat(FixtureSet.inside(here, "a")).isEqualTo(Path.of("a"));
        assertThat(FixtureSet.inside(Path.of("."), "a/b")).isEqualTo(Path.of("./a/b"));
        assertThat(FixtureSet.inside(Path.of(".."), "a")).isEqualTo(Path.of("../a"));
        assertThatThrownBy(() -> FixtureSet.inside(here, "..")).isInstanceOf(CheckpointException.class);
        assertThatThrownBy(() -> FixtureSet.inside(here, ".")).isInstanceOf(CheckpointException.class);
    }

    @Test
    void unknownOriginsFailEvenBehindTheirOwnName() throws IOException {
        fails("not implemented", entry -> entry.addProperty("upstream", "someone.else"));
        fails("not implemented", entry -> {
            entry.addProperty("upstream", "someone.else");
            entry.addProperty("weights", IO);
        });
        fails("not implemented", entry -> entry.remove("upstream"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999",
                "-1",
                "[]",
                "{}",
                "{\"max_abs_err\":\"x\"}",
                "\"Infinity\"",
                "null",
                "{\"max_abs_err\":1e999}"
            })
    void toleratesNothingByAWrongTolerance(String tolerance) throws IOException {
        fails("toleranc", entry -> entry.getAsJsonObject("tolerance")
                .entrySet()
                .forEach(rule -> rule.setValue(JsonParser.parseString(tolerance))));
    }

    @Test
    void wrongEntriesFail() throws IOException {
        fails("SHA-256", entry -> entry.addProperty("sha256", "00"));
        fails("names no file under 'weights'", entry -> entry.remove("weights"));
        fails("not the name of a file", entry -> entry.addProperty("weights", "/etc/passwd"));
        fails("checkpoint of another size", entry -> entry.remove("config"));
        fails("block_out_channels", entry -> config(entry, "block_out_channels", "\"x\""));
        fails("layers_per_block", entry -> config(entry, "layers_per_block", "1e9"));
    }

    @Test
    void aConfigurationOfAnotherSizeIsSaidClearly() throws IOException {
        int before = arrays();
        fails("expected (", entry -> config(entry, "latent_channels", "5"));
        fails("no tensor", entry -> config(entry, "layers_per_block", "4"));
        fails("more than 100000", entry -> config(entry, "layers_per_block", "1000000"));
        fails("no memory holds", entry -> config(entry, "block_out_channels", "[1048576,1048576,1048576,1048576]"));
        assertThat(arrays()).isEqualTo(before);
    }

    @Test
    void whatIsNotRecomputedFails() throws IOException {
        with(entry -> {});
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                NDArray x = manager.ones(new Shape(1))) {
            SafetensorsWriter.write(folder.resolve(IO), Map.of("foo", x), Map.of());
            fails("no case", entry -> entry.remove("sha256"));
            SafetensorsWriter.write(folder.resolve(IO), Map.of("out.foo", x), Map.of());
            fails("not implemented", entry -> entry.remove("sha256"));
        }
    }

    @Test
    void filesThatAreGoneOrCutFail() throws IOException {
        with(entry -> {});
        byte[] weights = Files.readAllBytes(folder.resolve(WEIGHTS));
        Files.write(folder.resolve(WEIGHTS), Arrays.copyOf(weights, weights.length / 2));
        fails("truncated", entry -> {});
        Files.delete(folder.resolve(WEIGHTS));
        Files.createDirectory(folder.resolve(WEIGHTS));
        assertThat(with(entry -> {})).anyMatch(result -> !result.passed());
    }

    private static int arrays() {
        try (NDManager any = TorchEngine.newManager(Device.cpu())) {
            return Scopes.count(any.getParentManager());
        }
    }
}
