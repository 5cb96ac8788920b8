package io.vsr4j.training.ultravsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LowRankTest {
    private static final double ALPHA = 8;
    private static final Map<String, Shape> WEIGHTS = Map.of(
            "conv.weight", new Shape(5, 3, 3, 3),
            "conv.bias", new Shape(5),
            "norm.weight", new Shape(5),
            "to_q.weight", new Shape(7, 6));
    private static final Map<String, Shape> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("conv.lora_A.default.weight", new Shape(4, 3, 3, 3));
        SHAPES.put("conv.lora_B.default.weight", new Shape(5, 4, 1, 1));
        SHAPES.put("to_q.lora_A.default.weight", new Shape(4, 6));
        SHAPES.put("to_q.lora_B.default.weight", new Shape(7, 4));
    }

    private final NDManager scope = TorchEngine.newManager(Device.cpu());
    private final RandomTensors frozen = new RandomTensors(1);
    private final LowRank weights = new LowRank(
            Masters.frozen(scope, exact(frozen), WEIGHTS),
            Masters.learned(scope, exact(new RandomTensors(2)), SHAPES),
            ALPHA);

    /** In double precision, for differences. */
    private static Parameters.Source exact(Parameters.Source values) {
        return (owner, name, shape, type) -> Torch.to(values.tensor(owner, name, shape, DType.F32), DType.F64);
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private NDArray weight(String name, long... shape) {
        return weights.tensor(scope, name, new Shape(shape), DType.F64);
    }

    @Test
    void addsTheScaledProductOfTheFactors() {
        double[] changed = weight("conv.weight", 5, 3, 3, 3).toDoubleArray();
        double[] plain = frozenNumbers("conv.weight", 5, 3, 3, 3);
        double[] a =
                weights.factors().tensors().get("conv.lora_A.default.weight").toDoubleArray();
        double[] b =
                weights.factors().tensors().get("conv.lora_B.default.weight").toDoubleArray();
        for (int out = 0; out < 5; out++) {
            for (int in = 0; in < 27; in++) {
                double product = 0;
                for (int r = 0; r < 4; r++) {
                    product += b[out * 4 + r] * a[r * 27 + in];
                }
                assertThat(changed[out * 27 + in]).isCloseTo(plain[out * 27 + in] + ALPHA / 4 * product, within(1e-12));
            }
        }
    }

    private double[] frozenNumbers(String name, long... shape) {
        return Torch.to(frozen.tensor(scope, name, new Shape(shape), DType.F32), DType.F64)
                .toDoubleArray();
    }

    @Test
    void leavesWeightsWithoutFactorsAsTheyAre() {
        assertThat(weight("conv.bias", 5).toDoubleArray()).containsExactly(frozenNumbers("conv.bias", 5));
        assertThat(weight("norm.weight", 5).toDoubleArray()).containsExactly(frozenNumbers("norm.weight", 5));
    }

    @Test
    void gradientsMatchDifferences() {
        try (Autograd on = Autograd.on()) {
            JniUtils.backward((PtNDArray) loss(), (PtNDArray) scope.create(1.0), false, false);
        }
        weights.factors().tensors().forEach((name, factor) -> {
            double[] gradient = factor.getGradient().toDoubleArray();
            double[] start = factor.toDoubleArray();
            for (int i = 0; i < start.length; i += 5) {
                double difference = (at(factor, start, i, 1e-5) - at(factor, start, i, -1e-5)) / 2e-5;
                assertThat(gradient[i]).as("%s, number %d", name, i).isCloseTo(difference, within(1e-8));
            }
        });
    }

    private double at(NDArray factor, double[] start, int i, double step) {
        try (Autograd off = Autograd.off()) {
            double[] moved = start.clone();
            moved[i] += step;
            Torch.copyInto(factor, scope.create(moved, factor.getShape()));
            double loss = loss().toDoubleArray()[0];
            Torch.copyInto(factor, scope.create(start, factor.getShape()));
            return loss;
        }
    }

    private NDArray loss() {
        return weight("conv.weight", 5, 3, 3, 3)
                .sin()
                .sum()
                .add(weight("to_q.weight", 7, 6).square().sum());
    }
}
