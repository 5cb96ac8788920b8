package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each operation against its definition, written with stock operations or by hand. */
class TorchTest {
    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray random(long... shape) {
        return manager.randomNormal(new Shape(shape));
    }

    private NDArray counting(long... shape) {
        Shape s = new Shape(shape);
        return manager.arange((float) s.size()).reshape(s);
    }

    private static void assertClose(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertThat(actual.sub(expected).abs().max().getFloat()).isLessThan(2e-5f);
    }

    @Test
    void copiesOfAnyTypeHaveTheirOwnMemory() {
        NDArray x = manager.create(new float[] {1, -2.5f, 3});
        for (DType type : new DType[] {DType.F32, DType.BF16, DType.F16, DType.I16}) {
            try (NDManager other = TorchEngine.newManager(Device.cpu());
                    NDArray stored = Torch.to(x, type).duplicate()) {
                NDArray copy = Torch.copyIn(other, stored);
                Torch.copyInto(stored, x.zerosLike());

                assertThat(copy.getManager()).isSameAs(other);
                assertThat(Torch.type(copy)).isEqualTo(type);
                assertClose(Torch.to(copy, DType.F32), Torch.to(Torch.to(x, type), DType.F32));
            }
        }
    }

    @Test
    void attentionIsSoftmaxOfTheProduct() {
        NDArray q = random(2, 3, 5, 4);
        NDArray k = random(2, 3, 7, 4);
        NDArray v = random(2, 3, 7, 6);
        NDArray mask = random(5, 7);
        NDArray scores = q.matMul(k.transpose(0, 1, 3, 2)).mul(0.7f);

        assertClose(Torch.attention(q, k, v, null, 0.7), scores.softmax(-1).matMul(v));
        assertClose(
                Torch.attention(q, k, v, mask, 0.7),
                scores.add(mask).softmax(-1).matMul(v));
    }

    @Test
    void causalAttentionDoesNotSeeTheFuture() {
        NDArray x = random(1, 1, 4, 2);
        NDArray changed = x.duplicate();
        changed.set(new ai.djl.ndarray.index.NDIndex("0, 0, 3"), 9f);

        NDArray before = Torch.causalAttention(x, x, x, 1).get("0, 0, :3");
        NDArray after = Torch.causalAttention(changed, changed, changed, 1).get("0, 0, :3");
        assertThat(after.toFloatArray()).containsExactly(before.toFloatArray());
    }

    @Test
    void groupNormNormalisesGroups() {
        NDArray x = random(2, 6, 3, 5).mul(3).add(1);
        NDArray w = random(6);
        NDArray b = random(6);
        NDArray flat = x.reshape(2, 2, -1);
        NDArray mean = flat.mean(new int[] {2}, true);
        NDArray centred = flat.sub(mean);
        NDArray variance = centred.square().mean(new int[] {2}, true);
        NDArray expected = centred.div(variance.add(1e-3f).sqrt())
                .reshape(x.getShape())
                .mul(w.reshape(1, 6, 1, 1))
                .add(b.reshape(1, 6, 1, 1));

        assertClose(Torch.groupNorm(x, 2, w, b, 1e-3), expected);
        assertClose(Torch.groupNormSilu(x, 2, w, b, 1e-3), Torch.silu(expected));
    }

    @Test
    void layerAndRmsNormWorkWithAndWithoutWeights() {
        NDArray x = random(4, 8);
        NDArray w = random(8);
        NDArray centred = x.sub(x.mean(new int[] {1}, true));
        NDArray normal = centred.div(
                centred.square().mean(new int[] {1}, true).add(1e-5f).sqrt());
        NDArray rms = x.div(x.square().mean(new int[] {1}, true).add(1e-6f).sqrt());

        assertClose(Torch.layerNorm(x, null, null, 1e-5), normal);
        assertClose(Torch.layerNorm(x, w, w, 1e-5), normal.mul(w).add(w));
        assertClose(Torch.rmsNorm(x, null, 1e-6), rms);
        assertClose(Torch.rmsNorm(x, w, 1e-6), rms.mul(w));
    }

    @Test
    void activationsFollowTheirFormulas() {
        NDArray x = random(50).mul(3);
        NDArray sigmoid = x.neg().exp().add(1).pow(-1);
        NDArray inner = x.add(x.pow(3).mul(0.044715f)).mul((float) Math.sqrt(2 / Math.PI));

        assertClose(Torch.silu(x), x.mul(sigmoid));
        assertClose(Torch.geluTanh(x), inner.tanh().add(1).mul(x).mul(0.5f));
        assertClose(Torch.softplus(x), x.exp().add(1).log());
        assertClose(Torch.softmax(x, 0), x.softmax(0));
        assertClose(Torch.clamp(x, -1, 0.5), x.minimum(0.5f).maximum(-1));
    }

    @Test
    void meansOverSeveralAxes() {
        NDArray x = random(2, 3, 4, 5);

        assertClose(
                Torch.mean(x, new long[] {2, 3}, true),
                x.mean(new int[] {3}, true).mean(new int[] {2}, true));
        assertThat(Torch.mean(x, new long[] {0, 2, 3}, false).getShape()).isEqualTo(new Shape(3));
    }

    @Test
    void convolutionsOfOnesCount() {
        NDArray w3 = manager.ones(new Shape(1, 1, 3));
        assertThat(Torch.conv1d(counting(1, 1, 5), w3, null, 1, 1, 1, 1).toFloatArray())
                .containsExactly(1, 3, 6, 9, 7);
        NDArray square = Torch.conv2d(
                manager.ones(new Shape(1, 2, 4, 4)),
                manager.ones(new Shape(2, 1, 3, 3)),
                manager.create(new float[] {0, 10}),
                2,
                1,
                1,
                2);
        assertThat(square.toFloatArray()).containsExactly(4, 6, 6, 9, 14, 16, 16, 19);
        NDArray cube = Torch.conv3d(
                manager.ones(new Shape(1, 1, 3, 2, 2)),
                manager.ones(new Shape(1, 1, 3, 1, 1)),
                null,
                new long[] {1, 1, 1},
                new long[] {1, 0, 0},
                new long[] {1, 1, 1},
                1);
        assertThat(cube.get("0, 0, :, 0, 0").toFloatArray()).containsExactly(2, 3, 2);
    }

    @Test
    void transposedConvolutionSpreads() {
        NDArray x = counting(1, 1, 1, 3);
        NDArray w = manager.create(new float[] {1, 10}, new Shape(1, 1, 1, 2));

        assertThat(Torch.convTranspose2d(x, w, null, 2, 0, 0).toFloatArray()).containsExactly(0, 0, 1, 10, 2, 20);
    }

    @Test
    void linearMultipliesTheLastAxis() {
        NDArray x = random(2, 3, 4);
        NDArray w = random(5, 4);
        NDArray b = random(5);

        assertClose(Torch.linear(x, w, b), x.matMul(w.transpose()).add(b));
        assertClose(Torch.linear(x, w, null), x.matMul(w.transpose()));
    }

    @Test
    void padsByRepeatingAndMirroring() {
        NDArray x = counting(1, 1, 1, 3);

        assertThat(Torch.pad(x, 2, 1, 0, 1, Torch.Padding.REPLICATE).toFloatArray())
                .containsExactly(0, 0, 0, 1, 2, 2, 0, 0, 0, 1, 2, 2);
        assertThat(Torch.pad(x, 2, 1, 0, 0, Torch.Padding.REFLECT).toFloatArray())
                .containsExactly(2, 1, 0, 1, 2, 1);
    }

    @Test
    void resultsArePlainAndBelongToTheFirstOperand() {
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = scope.ones(new Shape(1, 2, 2, 2));
            NDArray y = Torch.conv2d(x, random(2, 2, 1, 1), null, 1, 0, 1, 1);

            assertThat(y.getManager()).isSameAs(scope);
            assertThat(y.addi(1)).isSameAs(y);
        }
    }

    @Test
    void castsToTypesThatDjlCannotName() {
        NDArray x = manager.create(new float[] {1f, 1.00390625f, -3.5f, 300f});

        NDArray brain = Torch.to(x, DType.BF16);
        assertThat(Torch.type(brain)).isEqualTo(DType.BF16);
        assertThat(brain.getDataType()).isEqualTo(DataType.UNKNOWN);
        assertThat(Torch.to(brain.mul(brain), DType.F32).toFloatArray()).containsExactly(1, 1, 12.25f, 90112);
        NDArray half = Torch.to(x, DType.F16);
        assertThat(half.getDataType()).isEqualTo(DataType.FLOAT16);
        NDArray shorts = Torch.to(x, DType.I16);
        assertThat(Torch.type(shorts)).isEqualTo(DType.I16);
        assertThat(Torch.to(shorts, DType.I32).toIntArray()).containsExactly(1, 1, -3, 300);
        assertThat(Torch.to(x.get(":2"), DType.U8).getDataType()).isEqualTo(DataType.UINT8);
    }

    @Test
    void channelsLastKeepsTheShapeAndTheNumbers() {
        NDArray x = random(2, 3, 4, 5);
        NDArray last = Torch.channelsLast(x);

        assertThat(last.getShape()).isEqualTo(x.getShape());
        assertThat(Torch.contiguous(last).toFloatArray()).containsExactly(x.toFloatArray());
    }

    @Test
    void copyIntoCutsTowardsZero() {
        NDArray target = manager.zeros(new Shape(3), DataType.INT32);
        Torch.copyInto(target, manager.create(new float[] {1.9f, -1.9f, 0.4f}));

        assertThat(target.toIntArray()).containsExactly(1, -1, 0);
        assertThat(Torch.rmsNorm(manager.create(new float[] {3, 4}), null, 0).getFloat(0))
                .isEqualTo(0.8485f, within(1e-4f));
    }
}
