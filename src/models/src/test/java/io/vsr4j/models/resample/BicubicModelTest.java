package io.vsr4j.models.resample;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BicubicModelTest extends ResampleContract {
    @Override
    protected String id() {
        return "bicubic";
    }

    @Override
    protected double kernel(double x) {
        double a = -0.5;
        double d = Math.abs(x);
        if (d <= 1) {
            return (a + 2) * d * d * d - (a + 3) * d * d + 1;
        }
        return d < 2 ? a * d * d * d - 5 * a * d * d + 8 * a * d - 4 * a : 0;
    }

    @Override
    protected int lobes() {
        return 2;
    }

    @Test
    void onceIsTheFrameItself() {
        NDArray x = manager.randomUniform(0, 1, new Shape(2, 3, 37, 5));
        try (VsrModel once = ModelRegistry.open("bicubic", 1, ModelOptions.DEFAULT)) {
            NDArray result = once.restore(x, Placement.ORIGIN);

            assertThat(Arrays.equals(result.toFloatArray(), x.toFloatArray())).isTrue();
            assertThat(result).isNotSameAs(x);
        }
    }
}
