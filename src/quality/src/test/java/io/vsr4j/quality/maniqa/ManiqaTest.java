package io.vsr4j.quality.maniqa;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.quality.Clip;
import io.vsr4j.quality.Fixture;
import io.vsr4j.quality.PublishedWeights;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ManiqaTest {
    @Test
    void leavesNothingBehind() throws IOException {
        Fixture tiny = Fixture.of("maniqa_b");
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Maniqa network = PublishedWeights.load(
                        new Maniqa(tiny.config()), tiny.weights(), Maniqa.NAMES, Device.cpu(), DType.F32)) {
            NDArray x = Clip.noise(64, 64, 1).frame(scope, 0);
            int before = Scopes.count(scope);
            NDArray places = network.forward(x);
            assertThat(places.getShape().getShape()).containsExactly(1, 2, 64);
            assertThat(Scopes.count(scope)).isEqualTo(before + 1);
            CropScores.of(network, new UniformCrops(3, 64), x);
            assertThat(Scopes.count(scope)).isEqualTo(before + 1);
        }
    }

    @Test
    void enlargedPicturesHoldACropWhateverTheirSize() throws IOException {
        UniformCrops crops = new UniformCrops(20, 24);
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            for (int side = 1; side < 40; side++) {
                NDArray x = crops.enlarged(Clip.noise(side, 2 * side, 1).frame(scope, 0));
                int height = (int) x.getShape().get(2);
                int width = (int) x.getShape().get(3);
                for (int[] corner : crops.corners(height, width)) {
                    assertThat(corner[0]).isBetween(0, height - 24);
                    assertThat(corner[1]).isBetween(0, width - 24);
                }
            }
        }
    }
}
