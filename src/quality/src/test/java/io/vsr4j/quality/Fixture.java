package io.vsr4j.quality;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureSet;
import io.vsr4j.tensor.Safetensors;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/** One of the fixtures, for tests that need a tiny network or a single number of it. */
public record Fixture(FixtureFile file) {
    /** Where they are. */
    public static final Path FOLDER = Path.of("src/test/resources/fixtures/iqa");

    /** {@return the fixture of such a name} */
    public static Fixture of(String name) throws IOException {
        return new Fixture(FixtureSet.open(FOLDER).files().stream()
                .filter(file -> file.name().equals(name + ".io.safetensors"))
                .findFirst()
                .orElseThrow());
    }

    /** {@return configuration of its network} */
    public Config config() {
        return file.config();
    }

    /** {@return its weights} */
    public Path weights() {
        return file.weights();
    }

    /** {@return what a function makes of one of its tensors} */
    public <T> T read(String tensor, Function<NDArray, T> function) throws IOException {
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Safetensors tensors = Safetensors.open(file.path())) {
            return function.apply(tensors.read(scope, tensor));
        }
    }
}
