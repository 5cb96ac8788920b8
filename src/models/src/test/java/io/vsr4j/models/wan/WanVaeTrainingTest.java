package io.vsr4j.models.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Losses on pixels reach back through the groups of frames. */
class WanVaeTrainingTest {
    @ParameterizedTest
    @EnumSource
    void gradientsReachLatentsAndWeights(WanVaeTiny tiny) {
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                WanVae vae = new WanVae(tiny.config());
                Autograd on = Autograd.on()) {
            Map<String, NDArray> weights = new LinkedHashMap<>();
            vae.bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> {
                // A network's own manager takes nothing more, and so no gradients.
                NDArray value = WanVaeTiny.random().tensor(manager, name, shape, type);
                value.setRequiresGradient(true);
                weights.put(name, value);
                return value;
            });
            NDArray latents = tiny.latents(manager, 3, 2, 2);
            latents.setRequiresGradient(true);

            // The last frame only: the first latent frame matters to it through the past alone.
            NDArray loss = vae.decode(latents).get(":, :, -1:").square().sum();
            JniUtils.backward((PtNDArray) loss, (PtNDArray) manager.create(1f), false, false);

            NDArray gradient = latents.getGradient();
            for (int t = 0; t < 3; t++) {
                assertThat(gradient.get(":, :, {}", t).abs().max().getFloat()).isPositive();
            }
            List<String> untouched = new ArrayList<>();
            weights.forEach((name, value) -> {
                boolean decodes = name.startsWith("decoder") || name.startsWith("post_quant");
                if (decodes && value.getGradient().abs().max().getFloat() == 0) {
                    untouched.add(name);
                }
            });
            assertThat(untouched).isEmpty();
            assertThat(slope(vae, latents, gradient)).isCloseTo(1, within(0.02));
        }
    }

    /** How the loss changes along the gradient, relative to what the gradient says. */
    private static double slope(WanVae vae, NDArray latents, NDArray gradient) {
        try (Autograd off = Autograd.off()) {
            double square = gradient.square().sum().getFloat();
            NDArray step = gradient.mul(2e-3 / Math.sqrt(square));
            double more = vae.decode(latents.add(step))
                    .get(":, :, -1:")
                    .square()
                    .sum()
                    .getFloat();
            double less = vae.decode(latents.sub(step))
                    .get(":, :, -1:")
                    .square()
                    .sum()
                    .getFloat();
            return (more - less) / (2 * 2e-3 * Math.sqrt(square));
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsReachTheVideo(WanVaeTiny tiny) {
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                WanVae vae = tiny.load(DType.F32);
                Autograd on = Autograd.on()) {
            NDArray video = tiny.video(manager, 5, 32, 32);
            video.setRequiresGradient(true);

            NDArray loss = vae.encode(video).square().sum();
            JniUtils.backward((PtNDArray) loss, (PtNDArray) manager.create(1f), false, false);

            for (int t = 0; t < 5; t++) {
                assertThat(video.getGradient().get(":, :, {}", t).abs().max().getFloat())
                        .isPositive();
            }
        }
    }
}
