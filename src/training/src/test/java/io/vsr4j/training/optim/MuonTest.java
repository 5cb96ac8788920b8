package io.vsr4j.training.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MuonTest {
    private static final Adam.Options ADAM = new Adam.Options(true, 0.9, 0.999, 1e-8, 0.1);
    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray normal(long seed, long... shape) {
        Random random = new Random(seed);
        Shape all = new Shape(shape);
        float[] values = new float[(int) all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, all);
    }

    private NDArray matrix(float[][] rows, boolean tall) {
        NDArray wide = manager.create(rows);
        return tall ? wide.transpose().duplicate() : wide;
    }

    /**
     * Numbers of PyTorch 2.13: {@code torch.optim.Muon} with {@code lr=0.02, weight_decay=0.1} on these weights and
     * gradients, three steps, with its iteration in float32 ({@code torch.Tensor.bfloat16} replaced by a copy).
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesPyTorchsNumbers(boolean tall) {
        float[][][] gradients = {
            {{0.1f, -0.2f, 0.3f, 0}, {1, 0.5f, -0.25f, 1e-4f}},
            {{-0.3f, 0.2f, 0.1f, -2}, {0, 1, 0, 0}},
            {{1, 2, 3, 4}, {4, 3, 2, -1}}
        };
        float[] expected = tall
                ? new float[] {
                    0.4879217f, 0.05579461f, -1.235944f, 0.1588686f, 1.94568f, -0.2978835f, 0.01375142f, 0.4047951f
                }
                : new float[] {
                    0.4905824f, -1.237869f, 1.958082f, 0.009723719f, 0.06856669f, 0.170565f, -0.2979773f, 0.4026892f
                };
        NDArray parameter = matrix(new float[][] {{0.5f, -1.25f, 2, 0}, {0.1f, 0.2f, -0.3f, 0.4f}}, tall);
        try (Muon muon = new Muon(manager, Map.of("w", parameter), Set.of("w"), new Muon.Options(0.95, 1, 0.1), ADAM)) {
            for (float[][] gradient : gradients) {
                muon.step(List.of(matrix(gradient, tall)), 1, 0.02);
            }
        }
        assertThat(parameter.toFloatArray()).containsExactly(expected, within(2e-6f));
    }

    /** Whatever the gradient's size and however unequal its directions, a step goes about as far in each. */
    @ParameterizedTest
    @CsvSource({"8, 3, 3, 3", "24, 4, 1, 1", "5, 5, 3, 1"})
    void aStepIsNearlyOrthogonal(int out, int in, int height, int width) {
        NDArray gradient = normal(1, out, in, height, width).mul(1e-3).duplicate();
        NDArray parameter = manager.zeros(gradient.getShape());
        try (Muon muon = new Muon(manager, Map.of("w", parameter), Set.of("w"), new Muon.Options(0.9, 2, 0), ADAM)) {
            muon.step(List.of(gradient), 1, 0.5);
        }
        int columns = in * height * width;
        double scale = Math.sqrt(Math.max(1, (double) out / columns));
        NDArray step = parameter.reshape(out, columns);
        NDArray products = out > columns ? step.transpose().matMul(step) : step.matMul(step.transpose());
        double[] diagonal = new double[Math.min(out, columns)];
        for (int i = 0; i < diagonal.length; i++) {
            diagonal[i] = Math.sqrt(products.getFloat(i, i)) / scale;
        }
        assertThat(Arrays.stream(diagonal).min().orElseThrow()).isGreaterThan(0.5);
        assertThat(Arrays.stream(diagonal).max().orElseThrow()).isLessThan(1.3);
        // Against the gradient, not along it.
        assertThat(step.mul(gradient.reshape(out, columns)).sum().getFloat()).isNegative();
    }

    /** In whichever order parameters come, Adam gets its own and leaves the others. */
    @Test
    void whatIsNoMatrixMovesByAdam() {
        Map<String, NDArray> parameters = new LinkedHashMap<>();
        parameters.put("a", normal(1, 4));
        parameters.put("w", normal(2, 4, 4));
        parameters.put("z", normal(3, 2, 2));
        NDArray a = parameters.get("a").duplicate();
        NDArray z = parameters.get("z").duplicate();
        List<NDArray> gradients = List.of(normal(4, 4), normal(5, 4, 4), normal(6, 2, 2));
        float[] before = parameters.get("w").toFloatArray();
        try (Muon muon = new Muon(manager, parameters, Set.of("w"), new Muon.Options(0.95, 20, 0), ADAM);
                Adam adam = new Adam(manager, new LinkedHashMap<>(Map.of("a", a)), ADAM);
                Adam other = new Adam(manager, Map.of("z", z), ADAM)) {
            assertThat(muon.values().keySet()).containsExactly("a", "w", "z");
            muon.step(gradients, 0.5, 1e-3);
            adam.step(List.of(gradients.get(0)), 0.5, 1e-3);
            other.step(List.of(gradients.get(2)), 0.5, 1e-3);
            assertThat(parameters.get("a").toFloatArray()).isEqualTo(a.toFloatArray());
            assertThat(parameters.get("z").toFloatArray()).isEqualTo(z.toFloatArray());
            assertThat(parameters.get("w").toFloatArray()).isNotEqualTo(before);
            float[] after = parameters.get("w").toFloatArray();
            muon.step(Arrays.asList(gradients.get(0), null, null), 1, 1e-3);
            assertThat(parameters.get("w").toFloatArray()).isEqualTo(after);
        }
    }

    @Test
    void stateIsAllThatAStepDependsOn() {
        Map<String, NDArray> first = Map.of("w", normal(1, 3, 5));
        Map<String, NDArray> second = Map.of("w", manager.zeros(new Shape(3, 5)));
        Muon.Options options = new Muon.Options(0.95, 1, 0.01);
        try (Muon a = new Muon(manager, first, Set.of("w"), options, ADAM);
                Muon b = new Muon(manager, second, Set.of("w"), options, ADAM)) {
            a.step(List.of(normal(2, 3, 5)), 1, 0.1);
            a.state().forEach((name, value) -> Torch.copyInto(b.state().get(name), value));
            a.step(List.of(normal(3, 3, 5)), 1, 0.05);
            b.step(List.of(normal(3, 3, 5)), 1, 0.05);
            assertThat(second.get("w").toFloatArray()).isEqualTo(first.get("w").toFloatArray());
        }
    }
}
