package io.vsr4j.training.oasis;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.oasis.OasisNetworks;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeConfig;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Slopes;
import io.vsr4j.training.Terms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentSpanTest {
    private static final int LATENTS = 4;

    @TempDir
    private Path folder;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());
    private WanVae vae;
    private NDArray latents;

    @BeforeEach
    void load() throws IOException {
        WeightsFolder weights = WeightsFolder.open(new TinyOasis(folder).weights());
        vae = new WanVae(WanVaeConfig.of(weights.config(OasisNetworks.VAE)));
        try (Weights tensors = weights.weights(OasisNetworks.VAE)) {
            vae.load(tensors, Device.cpu(), DType.F32);
        }
        latents = new Draw(1, 2).noise("latents", scope, new Shape(1, 4, LATENTS, 2, 3));
    }

    @AfterEach
    void free() {
        vae.close();
        scope.close();
    }

    /** Frames of a span are those that the whole clip has there. */
    @Test
    void aSpanIsAPartOfTheWhole() {
        try (Autograd off = Autograd.off()) {
            NDArray whole = vae.decode(vae.denormalise(latents));
            for (int first = 0; first < LATENTS; first++) {
                for (int count = 1; first + count <= LATENTS; count++) {
                    LatentSpan span = new LatentSpan(first, count);
                    NDArray frames = span.decode(vae, latents);
                    NDArray expected = whole.get(new NDIndex("0, :, {}:{}", span.start(4), span.end(4)))
                            .transpose(1, 0, 2, 3)
                            .add(1)
                            .div(2);
                    assertThat(frames.getShape()).isEqualTo(expected.getShape());
                    assertThat(frames.sub(expected).abs().max().getFloat()).isLessThan(1e-6f);
                }
            }
        }
    }

    @Test
    void gradientsReachTheSpanAndNothingElse() {
        LatentSpan span = new LatentSpan(1, 2);
        latents.setRequiresGradient(true);
        NDArray gradient = Slopes.gradients(scope, Map.of("latents", latents), inner -> new Terms()
                        .add("sum", 1, span.decode(vae, latents).square().sum()))
                .get("latents");
        for (int i = 0; i < LATENTS; i++) {
            float largest = gradient.get(":, :, {}", i).abs().max().getFloat();
            assertThat(largest > 0).as("latent frame %s", i).isEqualTo(i == 1 || i == 2);
        }
    }

    @Test
    void everySpanIsDrawn() {
        Set<LatentSpan> drawn = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            drawn.add(LatentSpan.draw(new Draw(1, i), 5, 3));
        }
        assertThat(drawn).containsExactlyInAnyOrder(new LatentSpan(0, 3), new LatentSpan(1, 3), new LatentSpan(2, 3));
        assertThat(LatentSpan.draw(new Draw(1, 0), 2, 3)).isEqualTo(new LatentSpan(0, 2));
    }
}
