package io.vsr4j.models.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompactNetworkTest {
    private final CompactNetwork network = new CompactNetwork(CompactConfig.tiny());

    @BeforeEach
    void bind() {
        NetworkProbe.randomise(network, DType.F32);
    }

    @AfterEach
    void close() {
        network.close();
    }

    /** Two clips of three frames. */
    private NDArray forward(NDManager scope) {
        return network.forward(scope.randomUniform(0, 1, new Shape(6, 3, 9, 7)), 3);
    }

    private NDArray seeded(NDManager scope) {
        return network.forward(NetworkProbe.random(scope, "x", new Shape(6, 3, 9, 7), DType.F32), 3);
    }

    @Test
    void everyTensorCounts() {
        NetworkProbe.everyTensorMatters(network, this::seeded);
    }

    @Test
    void gradientsReachEveryTensor() {
        NetworkProbe.gradientsFlow(network, this::seeded);
    }

    /** Frame by frame where no gradient is wanted, all at once where one is. A row or a pixel fits every layout in memory. */
    @ParameterizedTest
    @CsvSource({"9, 7", "1, 5", "6, 1", "1, 1"})
    void recordedOrNotItComputesTheSame(int height, int width) {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            NDArray x = NetworkProbe.random(scope, "x", new Shape(6, 3, height, width), DType.F32);
            float[] plain = network.forward(x, 3).toFloatArray();
            network.bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> {
                NDArray value = NetworkProbe.random(owner, name, shape, type);
                value.setRequiresGradient(true);
                return value;
            });
            try (Autograd on = Autograd.on()) {
                float[] recorded = network.forward(x, 3).toFloatArray();
                for (int i = 0; i < plain.length; i++) {
                    assertThat(recorded[i]).isCloseTo(plain[i], within(1e-5f));
                }
            }
        }
    }

    /** Each has its own operations, and keeps so many roundings of its own of the largest value. */
    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void narrowTypesComputeTheSame(DType type) {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            float[] exact = seeded(scope).toFloatArray();
            NetworkProbe.randomise(network, type);
            float[] narrow = seeded(scope).toFloatArray();
            double most = IntStream.range(0, exact.length)
                    .mapToDouble(i -> Math.abs(exact[i]))
                    .max()
                    .orElseThrow();
            double rounding = type == DType.F16 ? 0x1p-11 : 0x1p-8;
            for (int i = 0; i < exact.length; i++) {
                assertThat((double) narrow[i]).isCloseTo(exact[i], within(8 * rounding * most));
            }
        }
    }

    /** What a clip becomes does not depend on the clip before it. */
    @Test
    void clipsAreApart() {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            NDArray both = NetworkProbe.random(scope, "x", new Shape(6, 3, 9, 7), DType.F32);
            NDArray second = network.forward(both.get("3:"), 3);
            NDArray apart = network.forward(both, 3).get("3:").sub(second);
            assertThat(apart.abs().max().getFloat()).isLessThan(1e-6f);
        }
    }

    /** A frame is seen by as many on each side as there are blocks along time, and by no others. */
    @Test
    void aFrameReachesAsFarAsItIsSaid() {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            NDArray x = NetworkProbe.random(scope, "x", new Shape(7, 3, 9, 7), DType.F32);
            NDArray other = x.duplicate();
            other.set(new NDIndex("3"), 0.5f);
            NDArray change =
                    network.forward(other, 7).sub(network.forward(x, 7)).abs();
            for (int i = 0; i < 7; i++) {
                float most = change.get(i).max().getFloat();
                if (Math.abs(i - 3) <= 1) { // one block in the tiny network
                    assertThat(most).isPositive();
                } else {
                    assertThat(most).isZero();
                }
            }
        }
    }

    @Test
    void leavesNothingBehind() {
        NetworkProbe.leaksNothing(network, this::forward);
    }
}
