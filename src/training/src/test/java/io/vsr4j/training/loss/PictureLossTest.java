package io.vsr4j.training.loss;

import static io.vsr4j.training.GradientCheck.gradientsAreSlopes;
import static io.vsr4j.training.GradientCheck.uniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.vsr4j.models.network.Network;
import io.vsr4j.quality.dists.Dists;
import io.vsr4j.quality.lpips.Lpips;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.GradientCheck;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With classifiers of a sixteenth of the width. */
class PictureLossTest {
    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void free() {
        scope.close();
    }

    private static <T extends Network> T random(T network) {
        network.bind(Device.cpu(), DType.F32, GradientCheck.weights(4));
        return network;
    }

    private void check(PictureLoss opened, int side) {
        try (PictureLoss loss = opened) {
            NDArray a = uniform(scope, 1, 0, 1, 2, 3, side, side + 3);
            NDArray b = uniform(scope, 2, 0, 1, 2, 3, side, side + 3);
            gradientsAreSlopes(scope, List.of(a, b), inner -> loss.of(a, b));
            assertThat(loss.of(a, a).getDouble()).isCloseTo(0, within(1e-12));
        }
    }

    @Test
    void gradientsOfLpips() {
        check(PictureLoss.of(random(new Lpips(Lpips.Net.ALEX, 16))), 40);
        check(PictureLoss.of(random(new Lpips(Lpips.Net.VGG, 16))), 17);
    }

    @Test
    void gradientsOfDists() {
        check(PictureLoss.of(random(new Dists(16))), 17);
    }

    /** A black picture with biases below zero has no features at all. */
    @Test
    void aPictureWithoutFeaturesHasAGradient() {
        Lpips lpips = new Lpips(Lpips.Net.VGG, 16);
        lpips.bind(
                Device.cpu(),
                DType.F32,
                (owner, name, shape, type) -> name.endsWith("bias")
                        ? owner.full(shape, -1e-3f)
                        : GradientCheck.weights(4)
                                .tensor(owner, name, shape, type)
                                .toType(type.djl(), false));
        try (PictureLoss loss = PictureLoss.of(lpips);
                Autograd on = Autograd.on()) {
            NDArray grey = scope.create(new float[] {0.485f, 0.456f, 0.406f}, new Shape(1, 3, 1, 1));
            NDArray a = grey.broadcast(1, 3, 16, 16).duplicate();
            a.setRequiresGradient(true);
            NDArray b = scope.ones(new Shape(1, 3, 16, 16));
            JniUtils.backward((PtNDArray) loss.of(a, b), (PtNDArray) scope.ones(new Shape()), false, false);
            for (float g : JniUtils.getGradient((PtNDArray) a).toFloatArray()) {
                assertThat(g).isFinite();
            }
        }
    }
}
