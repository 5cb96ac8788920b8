package io.vsr4j.quality.musiq;

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

class MusiqTest {
    /** So many patches that not all are looked at together: 9 pictures of 48. */
    @Test
    void pictureByPictureIsAsAllAtOnce() throws IOException {
        Fixture tiny = Fixture.of("musiq_a");
        Clip clip = Clip.noise(30, 50, 9);
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Musiq network = PublishedWeights.load(
                        new Musiq(tiny.config()), tiny.weights(), PublishedWeights.PLAIN, Device.cpu(), DType.F32)) {
            NDArray positions = network.geometry().positions(scope, 50, 30);
            NDArray all = clip.frame(scope, 0);
            for (int i = 1; i < 9; i++) {
                all = all.concat(clip.frame(scope, i), 0);
            }
            NDArray scores = network.forward(network.geometry().patches(all), positions);
            for (int i = 0; i < 9; i++) {
                NDArray one = network.geometry().patches(clip.frame(scope, i));
                NDArray apart = network.forward(one, positions).sub(scores.get(i));
                assertThat(apart.abs().max().getFloat()).isLessThan(1e-4f);
            }
            assertThat(scores.max().getFloat() - scores.min().getFloat()).isGreaterThan(1e-3f);
        }
    }

    @Test
    void leavesNothingBehind() throws IOException {
        Fixture tiny = Fixture.of("musiq_b");
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Musiq network = PublishedWeights.load(
                        new Musiq(tiny.config()), tiny.weights(), PublishedWeights.PLAIN, Device.cpu(), DType.F32)) {
            NDArray x = Clip.noise(33, 20, 1).frame(scope, 0);
            int before = Scopes.count(scope);
            NDArray positions = network.geometry().positions(scope, 20, 33);
            NDArray patches = network.geometry().patches(x);
            network.forward(patches, positions);
            assertThat(Scopes.count(scope)).isEqualTo(before + 3);
        }
    }
}
