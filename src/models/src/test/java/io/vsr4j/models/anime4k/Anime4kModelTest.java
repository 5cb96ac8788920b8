package io.vsr4j.models.anime4k;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.VsrModelContract;
import io.vsr4j.tensor.Safetensors;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Anime4kModelTest extends VsrModelContract {
    @Override
    protected VsrModel open() {
        return ModelRegistry.open("anime4k", 4, ModelOptions.DEFAULT);
    }

    @Test
    void givesTheReferencesNumbers() {
        try (Safetensors file = Safetensors.resource(Anime4kModelTest.class, "anime4k-x2-ul.io.safetensors");
                VsrModel once = ModelRegistry.open("anime4k", 2, ModelOptions.DEFAULT)) {
            NDArray result = once.restore(file.read(manager, "in.x"), Placement.ORIGIN);

            NDArray expected = file.read(manager, "out.y");
            assertThat(result.getShape()).isEqualTo(expected.getShape());
            assertThat(result.sub(expected).abs().max().getFloat()).isLessThan(1e-5f);
        }
    }

    @Test
    void fourTimesIsTwiceTwice() {
        NDArray x = manager.randomUniform(0, 1, new Shape(2, 3, 19, 23));
        try (VsrModel once = ModelRegistry.open("anime4k", 2, ModelOptions.DEFAULT)) {
            NDArray twice = once.restore(once.restore(x, Placement.ORIGIN), Placement.ORIGIN);

            assertThat(model.restore(x, Placement.ORIGIN).sub(twice).abs().max().getFloat())
                    .isLessThan(2e-6f);
        }
    }

    @Test
    void bothArrangementsGiveTheSameNumbers() {
        NDArray x = manager.randomUniform(0, 1, new Shape(2, 3, 19, 23));
        try (Weights file = Weights.resource(Anime4kModel.class, Anime4kModel.WEIGHTS)) {
            List<NDArray> weights = Anime4kModel.load(file, manager);
            try (Anime4kNetwork plain = new Anime4kNetwork.Plain(weights);
                    Anime4kNetwork fast = Anime4kNetwork.on(manager, weights)) {
                for (int times = 1; times <= 2; times++) {
                    NDArray difference = plain.enlarge(x, times).sub(fast.enlarge(x, times));

                    assertThat(difference.abs().max().getFloat()).isLessThan(5e-6f);
                }
            }
        }
    }

    @Test
    void everyTensorCounts(@TempDir Path folder) throws Exception {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        try (Safetensors file = Safetensors.resource(Anime4kModel.class, Anime4kModel.WEIGHTS)) {
            file.tensors().keySet().forEach(name -> tensors.put(name, file.read(manager, name)));
        }
        NDArray x = manager.randomUniform(0, 1, new Shape(1, 3, 16, 16));
        float[] whole = model.restore(x, Placement.ORIGIN).toFloatArray();
        assertThat(Arrays.equals(restoreWith(folder, tensors, x), whole)).isTrue();
        for (String name : tensors.keySet()) {
            Map<String, NDArray> lacking = new LinkedHashMap<>(tensors);
            lacking.put(name, tensors.get(name).zerosLike());

            assertThat(Arrays.equals(restoreWith(folder, lacking, x), whole))
                    .as(name + " is zero")
                    .isFalse();
        }
    }

    private float[] restoreWith(Path folder, Map<String, NDArray> tensors, NDArray x) throws Exception {
        Path path = folder.resolve("weights.safetensors");
        SafetensorsWriter.write(path, tensors, Map.of());
        try (Weights weights = Weights.open(path);
                VsrModel other = new Anime4kModel(model.card(), 4, Device.cpu(), weights)) {
            return other.restore(x, Placement.ORIGIN).toFloatArray();
        }
    }
}
