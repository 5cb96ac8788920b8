package io.vsr4j.models.oasis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProjectorFitTest {
    private static final OasisConfig CONFIG = OasisConfig.of(new Config("projector", new JsonObject()));

    private NDManager scope;
    private Autograd off;

    @BeforeEach
    void open() {
        scope = TorchEngine.newManager(Device.cpu());
        off = Autograd.off();
    }

    @AfterEach
    void close() {
        off.close();
        scope.close();
    }

    private NDArray video(String name) {
        return NetworkProbe.random(scope, name, new Shape(1, 3, 9, 16, 12), DType.F32);
    }

    private OasisProjector projector() {
        OasisProjector projector = new OasisProjector(CONFIG);
        NetworkProbe.randomise(projector, DType.F32);
        return projector;
    }

    /** Latents that are a projector's own give that projector back. */
    @Test
    void findsTheLayerThatMadeTheLatents() {
        ProjectorFit fit = new ProjectorFit(CONFIG);
        try (OasisProjector projector = projector()) {
            for (String name : new String[] {"a", "b"}) {
                fit.add(video(name), projector.forward(video(name)));
            }
            ProjectorFit.Result result = fit.solve(scope);

            assertThat(result.error()).isLessThan(1e-5 * result.spread());
            float[] weight = NetworkProbe.random(scope, "proj.weight", new Shape(16, 48), DType.F32)
                    .toFloatArray();
            float[] bias = NetworkProbe.random(scope, "proj.bias", new Shape(16), DType.F32)
                    .toFloatArray();
            assertThat(result.weight().toFloatArray()).containsExactly(weight, offset(1e-5f));
            assertThat(result.bias().toFloatArray()).containsExactly(bias, offset(1e-5f));
        }
    }

    /** What is not linear remains: noise of deviation 0.5, of which 49 of the 216 equations a channel take their part. */
    @Test
    void saysHowMuchIsLeft() {
        ProjectorFit fit = new ProjectorFit(CONFIG);
        try (OasisProjector projector = projector()) {
            NDArray noise =
                    scope.randomNormal(0, 0.5f, new Shape(1, 16, 3, 8, 6), ai.djl.ndarray.types.DataType.FLOAT32);
            fit.add(video("a"), projector.forward(video("a")).add(noise));
            assertThat(fit.solve(scope).error()).isBetween(0.3, 0.5);
        }
    }

    /** All four frames of every box are alike: many layers fit, and one of them is found. */
    @Test
    void aClipThatStandsStillHasALayer() {
        ProjectorFit fit = new ProjectorFit(CONFIG);
        NDArray still = video("a").get(":, :, :1").repeat(2, 5);
        try (OasisProjector projector = projector()) {
            fit.add(still, projector.forward(still));
            ProjectorFit.Result result = fit.solve(scope);
            assertThat(result.error()).isLessThan(1e-3 * result.spread());
            assertThat(result.weight().abs().max().getFloat()).isLessThan(10);
        }
    }

    @Test
    void needsAClip() {
        assertThatThrownBy(() -> new ProjectorFit(CONFIG).solve(scope)).hasMessageContaining("there was none");
    }
}
