package io.vsr4j.models.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.tensor.Safetensors;
import io.vsr4j.tensor.TorchEngine;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scheduler against what the reference implementations gave; another folder with -Dvsr4j.fixtures=... */
class SchedulerFixturesTest {
    private static final Path FOLDER = Path.of(System.getProperty("vsr4j.fixtures", "src/test/resources/fixtures"));
    private static final Set<String> INPUTS = Set.of("A", "b", "c", "x_start", "noise", "d");
    private static final List<FixtureRunner> RUNNERS =
            List.of(new UniPcFixture(), new FlowEulerFixture(), new DiffusionFixture(), new NearestTimestepFixture());

    static Stream<FixtureFile> files() throws Exception {
        List<FixtureFile> files = new ArrayList<>();
        try (Reader in = Files.newBufferedReader(FOLDER.resolve("manifest.json"))) {
            for (JsonElement entry :
                    JsonParser.parseReader(in).getAsJsonObject().getAsJsonArray("files")) {
                if (entry.getAsJsonObject().get("file").getAsString().startsWith("sched_")) {
                    files.add(file(entry.getAsJsonObject()));
                }
            }
        }
        return files.stream();
    }

    private static FixtureFile file(JsonObject entry) throws Exception {
        String name = entry.get("file").getAsString();
        return new FixtureFile(
                name,
                entry.get("kind").getAsString(),
                entry.get("upstream").getAsString(),
                entry.has("config") ? entry.getAsJsonObject("config") : new JsonObject(),
                entry.get("note").getAsString(),
                Safetensors.open(FOLDER.resolve(name)),
                Optional.empty(),
                entry.get("tolerance"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void givesTheReferenceNumbers(FixtureFile file) {
        FixtureRunner runner =
                RUNNERS.stream().filter(r -> r.accepts(file)).findFirst().orElseThrow();
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            Map<String, NDArray> results = runner.run(file, scope);

            Set<String> outputs = new HashSet<>(file.io().tensors().keySet());
            outputs.removeAll(INPUTS);
            assertThat(results.keySet()).containsExactlyInAnyOrderElementsOf(outputs);
            for (String output : outputs) {
                compare(file, output, results.get(output), file.io().read(scope, output));
            }
        }
    }

    private static void compare(FixtureFile file, String output, NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).as(output).isEqualTo(expected.getShape());
        assertThat(actual.getDataType()).as(output).isEqualTo(expected.getDataType());
        NDArray wide = expected.toType(DataType.FLOAT64, false);
        double peak = wide.abs().max().getDouble();
        double difference =
                actual.toType(DataType.FLOAT64, false).sub(wide).abs().max().getDouble();
        if (Boolean.getBoolean("vsr4j.fixtures.print")) {
            System.out.printf("%s %s %.3g of %.3g%n", file.name(), output, difference, file.tolerance(output, peak));
        }
        assertThat(difference).as(output).isLessThanOrEqualTo(file.tolerance(output, peak));
    }

    @Test
    void readsEveryKindOfTolerance() {
        JsonObject rules = JsonParser.parseString("{'timesteps': 'exact', 'sigmas': 1e-6,"
                        + " 'x': '2e-5 times the largest absolute value of the tensor, at least 2e-5', 'others': 0.5}")
                .getAsJsonObject();

        assertThat(SchedulerTolerance.of(rules, "shift5.steps1.timesteps", 9)).isZero();
        assertThat(SchedulerTolerance.of(rules, "timesteps.leading.steps4", 9)).isZero();
        assertThat(SchedulerTolerance.of(rules, "shift5.steps1.sigmas", 9)).isEqualTo(1e-6);
        assertThat(SchedulerTolerance.of(rules, "ddim.epsilon.steps4.x", 10)).isEqualTo(2e-4);
        assertThat(SchedulerTolerance.of(rules, "ddim.epsilon.steps4.x", 0.1)).isEqualTo(2e-5);
        assertThat(SchedulerTolerance.of(rules, "add_noise.t1", 9)).isEqualTo(0.5);
        assertThat(SchedulerTolerance.of(new com.google.gson.JsonPrimitive("exact (no ties)"), "d", 9))
                .isZero();
    }
}
