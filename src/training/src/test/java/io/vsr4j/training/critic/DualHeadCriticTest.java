package io.vsr4j.training.critic;

import static io.vsr4j.training.GradientCheck.gradientsAreSlopes;
import static io.vsr4j.training.GradientCheck.uniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.GradientCheck;
import io.vsr4j.training.Learned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DualHeadCriticTest {
    private static final DualHeadConfig SMALL = new DualHeadConfig(8, 6, 2);

    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void free() {
        scope.close();
    }

    private static CriticBackbone convNext(Parameters p) {
        return new ConvNext(p, new ConvNextConfig(List.of(1, 1), List.of(4, 6), 1e-5));
    }

    private NDArray bothHeads(DualHeadCritic critic, NDArray x, int frames) {
        Judgement u = critic.judge(x, frames);
        return u.detailLoss(ClipKind.STILL).add(u.consistencyLoss(ClipKind.SHUFFLED));
    }

    private void gradients(Function<Parameters, CriticBackbone> backbone, String first, long... shape) {
        try (DualHeadCritic critic = new DualHeadCritic(backbone, SMALL)) {
            Learned learned = new Learned(GradientCheck.weights(3), critic::learns);
            critic.bind(Device.cpu(), DType.F32, learned);
            assertThat(learned.parameters().keySet())
                    .containsExactlyInAnyOrder(
                            first + ".weight",
                            first + ".bias",
                            "tail.0.weight",
                            "tail.0.bias",
                            "tail.1.weight",
                            "tail.1.bias",
                            "tail.2.weight",
                            "tail.2.bias",
                            "detail.weight",
                            "detail.bias",
                            "consistency.weight",
                            "consistency.bias");
            NDArray x = uniform(scope, 1, -1, 1, shape);
            List<NDArray> leaves = new ArrayList<>(learned.parameters().values());
            leaves.add(x);
            gradientsAreSlopes(scope, leaves, inner -> {
                NDArray own = Scopes.borrow(inner, x);
                return bothHeads(critic, own, 3);
            });
        }
    }

    @Test
    void gradientsWithConvNext() {
        gradients(DualHeadCriticTest::convNext, "backbone.stem.0", 3, 3, 16, 16);
    }

    @Test
    void gradientsWithAUNet() {
        gradients(p -> new UNetBackbone(p, TinyAdcVsr.config()), "backbone.body.1.conv_in", 3, 16, 4, 4);
    }

    @Test
    void answersAreOnePlaceOfTheBackboneEach() {
        try (DualHeadCritic critic = new DualHeadCritic(DualHeadCriticTest::convNext, SMALL)) {
            critic.bind(Device.cpu(), DType.F32, GradientCheck.weights(3));
            Judgement u = critic.judge(uniform(scope, 1, -1, 1, 6, 3, 17, 24), 3);
            assertThat(u.detail().getShape()).isEqualTo(new Shape(6, 6, 2, 3));
            assertThat(u.consistency().getShape()).isEqualTo(new Shape(6, 2, 2, 3));
        }
    }

    /** Clips of a batch do not see each other, frames of a clip do. */
    @Test
    void timeIsThatOfAClip() {
        try (DualHeadCritic critic = new DualHeadCritic(DualHeadCriticTest::convNext, SMALL)) {
            critic.bind(Device.cpu(), DType.F32, GradientCheck.weights(3));
            NDArray x = uniform(scope, 1, -1, 1, 6, 3, 8, 8);
            double[] before = critic.judge(x, 3)
                    .consistency()
                    .mean(new int[] {1})
                    .sum(new int[] {1, 2})
                    .toDoubleArray();
            x.set(new NDIndex("2"), 0.3);
            double[] after = critic.judge(x, 3)
                    .consistency()
                    .mean(new int[] {1})
                    .sum(new int[] {1, 2})
                    .toDoubleArray();
            for (int t = 0; t < 6; t++) {
                if (t == 1 || t == 2) {
                    assertThat(after[t]).as("frame %s", t).isNotEqualTo(before[t]);
                } else {
                    assertThat(after[t]).as("frame %s", t).isEqualTo(before[t]);
                }
            }
        }
    }

    @Test
    void aHeadCanBeLeftOut() {
        try (DualHeadCritic critic = new DualHeadCritic(DualHeadCriticTest::convNext, new DualHeadConfig(8, 8, 0))) {
            critic.bind(Device.cpu(), DType.F32, GradientCheck.weights(3));
            Judgement u = critic.judge(uniform(scope, 1, -1, 1, 3, 3, 8, 8), 3);
            assertThat(u.consistency()).isNull();
            assertThat(u.consistencyLoss(ClipKind.VIDEO)).isNull();
            assertThat(u.detailLoss(ClipKind.VIDEO)).isNull();
            assertThat(u.detailLoss(ClipKind.STUDENT).getDouble()).isPositive();
        }
        assertThatThrownBy(() -> new DualHeadConfig(8, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void publishedSizes() {
        DualHeadCritic critic =
                new DualHeadCritic(p -> new ConvNext(p, ConvNextConfig.xxlarge()), DualHeadConfig.published());
        Map<String, Shape> shapes = critic.parameters().shapes();
        assertThat(shapes.get("backbone.stages.2.blocks.29.mlp.fc1.weight")).isEqualTo(new Shape(6144, 1536));
        assertThat(shapes.get("detail.weight")).isEqualTo(new Shape(192, 256, 1, 1));
        assertThat(shapes.get("consistency.weight")).isEqualTo(new Shape(64, 256, 1, 1));
        long backbone = shapes.entrySet().stream()
                .filter(e -> e.getKey().startsWith("backbone."))
                .mapToLong(e -> e.getValue().size())
                .sum();
        // As timm counts its convnext_xxlarge without the head.
        assertThat(backbone).isEqualTo(843_391_872L);
    }
}
