package io.vsr4j.models.adcvsr;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.TorchEngine;
import org.junit.jupiter.api.Test;

class ColourTransferTest {
    @Test
    void givesEachChannelTheSourcesMeanAndDeviation() {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            NDArray image = scope.create(new float[] {1, 2, 3, 4, -1, 1, 5, 7}, new Shape(1, 2, 2, 2));
            NDArray source = scope.create(new float[] {0, 2, 0, 4}, new Shape(1, 2, 1, 2));

            // Of 1..4: mean 2.5, unbiased variance 5 / 3; of 0 and 2: 1 and 2.
            float step = (float) Math.sqrt(2 * 3 / 5.0);
            assertThat(ColourTransfer.apply(image, source).toFloatArray())
                    .usingComparatorWithPrecision(1e-6f)
                    .startsWith(1 - 1.5f * step, 1 - 0.5f * step, 1 + 0.5f * step, 1 + 1.5f * step);
        }
    }

    @Test
    void cutsFractionsOff() {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            NDArray image = scope.create(new float[] {-2, -1, 0, 0.999f, 1, 2}, new Shape(1, 3, 1, 2));

            NDArray pixels = ColourTransfer.truncated(image);

            assertThat(pixels.getShape()).isEqualTo(new Shape(1, 1, 2, 3));
            assertThat(pixels.toUint8Array()).containsExactly(0, 127, 255, 0, 254, 255);
        }
    }
}
