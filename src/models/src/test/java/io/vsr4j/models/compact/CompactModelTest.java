package io.vsr4j.models.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.VsrModelContract;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactModelTest extends VsrModelContract {
    @TempDir
    static Path folder;

    @BeforeAll
    static void make() throws IOException {
        ModelRegistry.folders("compact").tiny(folder.resolve("tiny"), 1);
    }

    private static VsrModel open(Path weights, int scale) {
        ModelOptions options = new ModelOptions(Optional.of(weights), Device.cpu(), DType.F32);
        return ModelRegistry.open("compact", scale, options);
    }

    @Override
    protected VsrModel open() {
        return open(folder.resolve("tiny"), 4);
    }

    private static Config config(String json) {
        return new Config("config", JsonParser.parseString(json).getAsJsonObject());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void aFreshOneEnlargesBicubically(int scale) throws IOException {
        Path fresh = folder.resolve("fresh" + scale);
        ModelRegistry.folders("compact")
                .with(config("{\"scale\": " + scale + "}"))
                .fresh(null, fresh, 3);
        try (VsrModel untrained = open(fresh, scale)) {
            NDArray x = manager.randomUniform(0, 1, new Shape(3, 3, 11, 14));
            NDArray expected = Torch.bicubic(x, 11 * scale, 14 * scale, false);
            assertThat(untrained
                            .restore(x, Placement.ORIGIN)
                            .sub(expected)
                            .abs()
                            .max()
                            .getFloat())
                    .isLessThan(1e-6f);
            assertThatThrownBy(() -> open(fresh, 6 - scale))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("x" + scale)
                    .hasMessageContaining("--scale " + scale);
        }
    }

    @Test
    void theEmbeddedOneHalvesWhatItHasEnlargedFourTimes() {
        NDArray x = manager.randomUniform(0, 1, new Shape(3, 3, 11, 14));
        try (VsrModel four = ModelRegistry.open("compact", 4, ModelOptions.DEFAULT);
                VsrModel two = ModelRegistry.open("compact", 2, ModelOptions.DEFAULT)) {
            NDArray large = four.restore(x, Placement.ORIGIN);
            NDArray expected =
                    large.reshape(3, 3, 22, 2, 28, 2).mean(new int[] {5}).mean(new int[] {3});
            NDArray bicubic = Torch.bicubic(x, 44, 56, false);

            assertThat(two.restore(x, Placement.ORIGIN)
                            .sub(expected)
                            .abs()
                            .max()
                            .getFloat())
                    .isLessThan(1e-6f);
            assertThat(large.sub(bicubic).abs().max().getFloat()).isGreaterThan(0.01f);
            assertThat(two.fingerprint()).isEqualTo(four.fingerprint()).matches("[0-9a-f]{64}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"scale\": 3}",
                "{\"width\": 0}",
                "{\"body\": [\"space\", \"colour\"]}",
                "{\"body\": [\"time\", \"time\", \"time\", \"time\"]}"
            })
    void otherSizesAreRefused(String json) {
        assertThatThrownBy(() -> CompactConfig.of(config(json))).isInstanceOf(CheckpointException.class);
    }

    @Test
    void theUsualSizeIsWhatItIsSaidToBe() {
        assertThat(new CompactNetwork(CompactConfig.usual(4)).parameters().count())
                .isEqualTo(160_872L);
    }
}
