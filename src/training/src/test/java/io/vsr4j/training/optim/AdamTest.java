package io.vsr4j.training.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamTest {
    private static final int COUNT = 37;
    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    /** The recursion of the class comment, in double precision. */
    private static void recursion(double[] w, double[] m, double[] v, double[] g, int n, double rate, Adam.Options o) {
        for (int i = 0; i < w.length; i++) {
            double gradient = g[i];
            if (o.decoupled()) {
                w[i] -= rate * o.decay() * w[i];
            } else {
                gradient += o.decay() * w[i];
            }
            m[i] = o.beta1() * m[i] + (1 - o.beta1()) * gradient;
            v[i] = o.beta2() * v[i] + (1 - o.beta2()) * gradient * gradient;
            double mean = m[i] / (1 - Math.pow(o.beta1(), n));
            double square = v[i] / (1 - Math.pow(o.beta2(), n));
            w[i] -= rate * mean / (Math.sqrt(square) + o.epsilon());
        }
    }

    private static double[] normal(Random random, double spread) {
        return random.doubles(COUNT)
                .map(x -> (float) (random.nextGaussian() * spread))
                .toArray();
    }

    private static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void followsTheRecursion(boolean decoupled) {
        Adam.Options options = new Adam.Options(decoupled, 0.9, 0.99, 1e-8, 0.05);
        Random random = new Random(3);
        double[] w = normal(random, 1);
        double[] m = new double[COUNT];
        double[] v = new double[COUNT];
        NDArray parameter = manager.create(floats(w));
        parameter.setRequiresGradient(true);
        try (Adam adam = new Adam(manager, Map.of("w", parameter), options)) {
            for (int n = 1; n <= 50; n++) {
                double[] g = normal(random, 0.3);
                double rate = 0.01 / n;
                double factor = n % 3 == 0 ? 0.25 : 1;
                adam.step(List.of(manager.create(floats(g))), factor, rate);
                recursion(w, m, v, Arrays.stream(g).map(x -> x * factor).toArray(), n, rate, options);
            }
        }
        float[] got = parameter.toFloatArray();
        for (int i = 0; i < COUNT; i++) {
            assertThat((double) got[i]).isCloseTo(w[i], within(2e-6));
        }
    }

    /**
     * Numbers of PyTorch 2.13: {@code torch.optim.Adam} and {@code AdamW} with {@code lr=0.01, weight_decay=0.1} on these
     * weights and gradients, three steps.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesPyTorchsNumbers(boolean decoupled) {
        float[] expected = decoupled
                ? new float[] {0.47630891f, -1.24612093f, 1.98177397f, -0.00104502821f}
                : new float[] {0.47691035f, -1.24317086f, 1.97689819f, -0.00105246808f};
        float[][] gradients = {{0.1f, -0.2f, 0.3f, 0}, {1, 0.5f, -0.25f, 1e-4f}, {-0.3f, 0.2f, 0.1f, -2}};
        NDArray parameter = manager.create(new float[] {0.5f, -1.25f, 2, 0});
        Adam.Options options = new Adam.Options(decoupled, 0.9, 0.999, 1e-8, 0.1);
        try (Adam adam = new Adam(manager, Map.of("w", parameter), options)) {
            for (float[] gradient : gradients) {
                adam.step(List.of(manager.create(gradient)), 1, 0.01);
            }
        }
        assertThat(parameter.toFloatArray()).containsExactly(expected, within(1e-6f));
    }

    /** Its moments stay, and so does its count: its next step is that of a parameter at the same count. */
    @Test
    void leavesAloneWhatGetsNoGradient() {
        Adam.Options options = new Adam.Options(true, 0.9, 0.999, 1e-8, 0.1);
        NDArray often = manager.create(new float[] {1, 2});
        NDArray seldom = manager.create(new float[] {1, 2});
        NDArray gradient = manager.create(new float[] {0.5f, -0.25f});
        try (Adam adam = new Adam(manager, new java.util.TreeMap<>(Map.of("a", often, "b", seldom)), options)) {
            adam.step(Arrays.asList(gradient, null), 1, 0.1);
            assertThat(seldom.toFloatArray()).containsExactly(1, 2);
            float[] after = often.toFloatArray();
            assertThat(after[0]).isLessThan(1);
            adam.step(Arrays.asList(null, gradient), 1, 0.1);
            assertThat(often.toFloatArray()).isEqualTo(after);
            assertThat(seldom.toFloatArray()).isEqualTo(after);
        }
    }

    /** Steps that are each below what bfloat16 can tell add up. */
    @Test
    void smallStepsOfRoundedParametersAddUp() {
        NDArray rounded = Torch.to(manager.create(new float[] {1, 1}), DType.BF16);
        NDArray gradient = Torch.to(manager.create(new float[] {1, -1}), DType.BF16);
        Adam.Options options = new Adam.Options(true, 0.9, 0.999, 1e-8, 0);
        try (Adam adam = new Adam(manager, Map.of("w", rounded), options)) {
            for (int i = 0; i < 100; i++) {
                adam.step(List.of(gradient), 1, 1e-3);
            }
            float[] exact = adam.values().get("w").toFloatArray();
            assertThat(exact[0]).isCloseTo(0.9f, within(1e-4f));
            assertThat(Torch.type(rounded)).isEqualTo(DType.BF16);
            assertThat(Torch.to(rounded, DType.F32).toFloatArray()[0]).isCloseTo(0.9f, within(4e-3f));
        }
    }

    @Test
    void stateIsAllThatAStepDependsOn() {
        Adam.Options options = new Adam.Options(false, 0.9, 0.999, 1e-8, 0.1);
        Random random = new Random(5);
        NDArray first = manager.create(floats(normal(random, 1)), new Shape(COUNT));
        NDArray second = manager.zeros(new Shape(COUNT));
        NDArray gradient = manager.create(floats(normal(random, 1)));
        try (Adam a = new Adam(manager, Map.of("w", first), options);
                Adam b = new Adam(manager, Map.of("w", second), options)) {
            a.step(List.of(gradient), 1, 0.1);
            a.state().forEach((name, value) -> Torch.copyInto(b.state().get(name), value));
            a.step(List.of(gradient), 1, 0.05);
            b.step(List.of(gradient), 1, 0.05);
            assertThat(second.toFloatArray()).isEqualTo(first.toFloatArray());
        }
    }
}
