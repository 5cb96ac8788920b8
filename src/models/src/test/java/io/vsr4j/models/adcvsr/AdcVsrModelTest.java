package io.vsr4j.models.adcvsr;

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
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdcVsrModelTest extends VsrModelContract {
    @TempDir
    static Path folder;

    @BeforeAll
    static void make() throws IOException {
        ModelRegistry.folders("adcvsr").tiny(folder.resolve("tiny"), 1);
    }

    private static ModelOptions with(Path weights, DType dtype) {
        return new ModelOptions(Optional.of(weights), Device.cpu(), dtype);
    }

    @Override
    protected VsrModel open() {
        return ModelRegistry.open("adcvsr", 4, with(folder.resolve("tiny"), DType.F32));
    }

    @Test
    void isTheNetworkOnFramesFromMinusOneToOne() {
        NDArray frames = manager.randomUniform(0, 1, new Shape(7, 3, 32, 16));
        try (AdcVsrNetwork network = network(folder.resolve("tiny"))) {
            NDArray expected = network.forward(frames.mul(2).sub(1), 7).add(1).div(2);

            NDArray result = model.restore(frames, Placement.ORIGIN);
            assertThat(result.sub(expected).abs().max().getFloat()).isLessThan(1e-5f);
        }
    }

    private static AdcVsrNetwork network(Path path) {
        try {
            WeightsFolder weights = WeightsFolder.open(path, "adcvsr");
            AdcVsrNetwork network = new AdcVsrNetwork(AdcVsrConfig.of(weights.config("generator")));
            try (Weights tensors = weights.weights("generator")) {
                network.load(tensors, Device.cpu(), DType.F32);
                return network;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fewerBitsAreClose() {
        NDArray frames = manager.randomUniform(0, 1, new Shape(3, 3, 16, 16));
        NDArray exact = model.restore(frames, Placement.ORIGIN);
        float range = exact.max().sub(exact.min()).getFloat();
        for (DType dtype : new DType[] {DType.BF16, DType.F16}) {
            try (VsrModel other = ModelRegistry.open("adcvsr", 4, with(folder.resolve("tiny"), dtype))) {
                // On the average: single pixels of unlucky noise come out as far as 0.4 of the range apart in BF16.
                float apart = other.restore(frames, Placement.ORIGIN)
                        .sub(exact)
                        .abs()
                        .mean()
                        .getFloat();
                assertThat(apart).as("%s", dtype).isPositive().isLessThan(0.1f * range);
            }
        }
    }

    @Test
    void theCardIsOfThePublishedSize() {
        AdcVsrNetwork network = new AdcVsrNetwork(AdcVsrConfig.published());

        assertThat(model.card().parameters()).isEqualTo(network.parameters().count());
        assertThat(model.card().temporalReach()).isEqualTo(network.temporalReach());
    }

    @Test
    void equalSeedsGiveEqualFolders() throws IOException {
        ModelRegistry.folders("adcvsr").tiny(folder.resolve("same"), 1);
        ModelRegistry.folders("adcvsr").tiny(folder.resolve("other"), 2);

        assertThat(sums("same")).isEqualTo(sums("tiny")).isNotEqualTo(sums("other"));
    }

    private static String sums(String name) throws IOException {
        return Files.readString(folder.resolve(name).resolve("SHA256SUMS"));
    }

    @Test
    void withoutWeightsItSaysHowToGetThem() {
        assertThatThrownBy(() -> ModelRegistry.open("adcvsr", 4, ModelOptions.DEFAULT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("--weights")
                .hasMessageContaining("'vsr models'");
        assertThat(ModelRegistry.weightsHelp("adcvsr")).isNotEmpty();
    }
}
