package io.vsr4j.models.oasis;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Grouped local attention is attention to everything with a mask, computed here the slow way. */
class RoutedAttentionTest {
    private static final List<HeadPattern> MIXED =
            "wgiwig".chars().mapToObj(HeadPattern::of).toList();
    private static final int WIDTH = 6;

    private NDManager scope;

    @BeforeEach
    void open() {
        scope = TorchEngine.newManager(Device.cpu());
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** Below, at and above a tile; one token; single frames, rows and columns; odd sizes. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1",
        "1, 3, 2, 3",
        "2, 2, 5, 6",
        "1, 1, 9, 17",
        "1, 4, 8, 8",
        "2, 3, 11, 7",
        "1, 5, 1, 12",
        "1, 2, 13, 1",
        "1, 3, 9, 20"
    })
    void isMaskedAttention(int batch, int frames, int rows, int columns) {
        WanTransformerGrid grid = new WanTransformerGrid(frames, rows, columns);
        NDArray[] qkv = random(batch, MIXED.size(), grid);

        NDArray actual = new RoutedAttention(MIXED).forward(qkv[0], qkv[1], qkv[2], grid);

        NDArray expected = Torch.attention(qkv[0], qkv[1], qkv[2], mask(MIXED, grid), 1 / Math.sqrt(WIDTH));
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertThat(actual.sub(expected).abs().max().getFloat()).isLessThan(1e-5f);
    }

    @ParameterizedTest
    @CsvSource({"gggg", "iiii", "wwww"})
    void onePatternMayHaveAllHeads(String letters) {
        List<HeadPattern> heads = letters.chars().mapToObj(HeadPattern::of).toList();
        WanTransformerGrid grid = new WanTransformerGrid(3, 7, 10);
        NDArray[] qkv = random(1, heads.size(), grid);

        NDArray actual = new RoutedAttention(heads).forward(qkv[0], qkv[1], qkv[2], grid);

        NDArray expected = Torch.attention(qkv[0], qkv[1], qkv[2], mask(heads, grid), 1 / Math.sqrt(WIDTH));
        assertThat(actual.sub(expected).abs().max().getFloat()).isLessThan(1e-5f);
    }

    @Test
    void gradientsAreThoseOfMaskedAttention() {
        WanTransformerGrid grid = new WanTransformerGrid(3, 5, 9);
        List<float[]> routed = new ArrayList<>();
        List<float[]> masked = new ArrayList<>();
        try (Autograd on = Autograd.on()) {
            NDArray[] a = random(1, MIXED.size(), grid);
            NDArray[] b = random(1, MIXED.size(), grid);
            for (int i = 0; i < 3; i++) {
                a[i].setRequiresGradient(true);
                b[i].setRequiresGradient(true);
            }
            backward(new RoutedAttention(MIXED).forward(a[0], a[1], a[2], grid), a, routed);
            backward(Torch.attention(b[0], b[1], b[2], mask(MIXED, grid), 1 / Math.sqrt(WIDTH)), b, masked);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(routed.get(i)).containsExactly(masked.get(i), org.assertj.core.data.Offset.offset(1e-4f));
        }
    }

    private void backward(NDArray y, NDArray[] of, List<float[]> gradients) {
        JniUtils.backward((PtNDArray) y.square().sum(), (PtNDArray) scope.ones(new Shape()), false, false);
        for (NDArray x : of) {
            gradients.add(JniUtils.getGradient((PtNDArray) x).toFloatArray());
        }
    }

    @Test
    void leavesNothingBehind() {
        WanTransformerGrid grid = new WanTransformerGrid(2, 5, 9);
        NDArray[] qkv = random(1, MIXED.size(), grid);
        RoutedAttention attention = new RoutedAttention(MIXED);
        int before = Scopes.count(scope);
        attention.forward(qkv[0], qkv[1], qkv[2], grid).close();
        assertThat(Scopes.count(scope)).isEqualTo(before);
    }

    @Test
    void knowsThatAllHeadsAreGlobal() {
        assertThat(new RoutedAttention(MIXED).global()).isFalse();
        assertThat(new RoutedAttention(
                                Routing.all(HeadPattern.GLOBAL, 1, 3).layers().get(0))
                        .global())
                .isTrue();
    }

    /** 0 where a query may look, minus infinity elsewhere: (1, H, L, L). */
    private NDArray mask(List<HeadPattern> heads, WanTransformerGrid grid) {
        int count = (int) grid.tokens();
        float[] mask = new float[heads.size() * count * count];
        int at = 0;
        for (HeadPattern head : heads) {
            for (int q = 0; q < count; q++) {
                for (int k = 0; k < count; k++) {
                    mask[at++] = sees(head, grid, q, k) ? 0 : Float.NEGATIVE_INFINITY;
                }
            }
        }
        return scope.create(mask, new Shape(1, heads.size(), count, count));
    }

    static boolean sees(HeadPattern head, WanTransformerGrid grid, long q, long k) {
        long side = grid.rows() * grid.columns();
        long frames = Math.abs(q / side - k / side);
        long rows = Math.abs(q % side / grid.columns() - k % side / grid.columns());
        long columns = Math.abs(q % grid.columns() - k % grid.columns());
        return switch (head) {
            case GLOBAL -> true;
            case INTRA_FRAME -> frames == 0;
            case WINDOW -> frames <= 1 && rows <= 2 && columns <= 2;
        };
    }

    /** Queries, keys, values, laid out as a block gives them: (B, L, H, D), seen as (B, H, L, D). */
    private NDArray[] random(int batch, int heads, WanTransformerGrid grid) {
        Random random = new Random(1);
        NDArray[] qkv = new NDArray[3];
        for (int i = 0; i < 3; i++) {
            Shape shape = new Shape(batch, grid.tokens(), heads, WIDTH);
            float[] values = new float[(int) shape.size()];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextGaussian();
            }
            qkv[i] = scope.create(values, shape).transpose(0, 2, 1, 3);
        }
        return qkv;
    }
}
