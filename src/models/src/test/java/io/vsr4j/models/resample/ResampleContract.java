package io.vsr4j.models.resample;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.VsrModelContract;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A filter against its definition, computed pixel by pixel in double precision. */
abstract class ResampleContract extends VsrModelContract {
    protected abstract String id();

    /** The kernel at a distance in source pixels. */
    protected abstract double kernel(double x);

    /** Where the kernel ends. */
    protected abstract int lobes();

    @Override
    protected VsrModel open() {
        return ModelRegistry.open(id(), 4, ModelOptions.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"2, 7, 5", "3, 1, 1", "4, 33, 65", "4, 32, 64", "5, 3, 40", "6, 2, 9", "7, 9, 2", "8, 31, 33"})
    void followsItsDefinition(int scale, int height, int width) {
        Random random = new Random(scale);
        float[] source = new float[3 * height * width];
        for (int i = 0; i < source.length; i++) {
            source[i] = random.nextFloat();
        }
        try (VsrModel filter = ModelRegistry.open(id(), scale, ModelOptions.DEFAULT)) {
            NDArray x = manager.create(source, new Shape(1, 3, height, width));
            float[] result = filter.restore(x, Placement.ORIGIN).toFloatArray();
            for (int c = 0; c < 3; c++) {
                for (int row = 0; row < height * scale; row++) {
                    for (int column = 0; column < width * scale; column++) {
                        double expected = at(source, c, height, width, position(row, scale), position(column, scale));
                        float actual = result[(c * height * scale + row) * width * scale + column];
                        assertThat((double) actual)
                                .as("channel %d, row %d, column %d", c, row, column)
                                .isCloseTo(expected, org.assertj.core.data.Offset.offset(2e-6));
                    }
                }
            }
        }
    }

    /** The centre of an enlarged pixel, in source pixels whose centres are whole numbers. */
    private static double position(int enlarged, int scale) {
        return (enlarged + 0.5) / scale - 0.5;
    }

    private double at(float[] source, int c, int height, int width, double y, double x) {
        double sum = 0;
        double weights = 0;
        for (int i = (int) Math.floor(y) - lobes() + 1; i <= Math.floor(y) + lobes(); i++) {
            for (int j = (int) Math.floor(x) - lobes() + 1; j <= Math.floor(x) + lobes(); j++) {
                double weight = kernel(y - i) * kernel(x - j);
                int row = Math.max(0, Math.min(height - 1, i));
                int column = Math.max(0, Math.min(width - 1, j));
                sum += weight * source[(c * height + row) * width + column];
                weights += weight;
            }
        }
        return sum / weights;
    }

    @Test
    void flatStaysFlat() {
        for (int scale : model.card().scales()) {
            try (VsrModel filter = ModelRegistry.open(id(), scale, ModelOptions.DEFAULT)) {
                for (float level : new float[] {0, 0.1f, 0.3f, 128f / 255, 1}) {
                    NDArray x = manager.full(new Shape(1, 3, 35, 37), level, DataType.FLOAT32);
                    NDArray difference =
                            filter.restore(x, Placement.ORIGIN).sub(level).abs();

                    assertThat(difference.max().getFloat())
                            .as("scale %d, level %f", scale, level)
                            .isLessThanOrEqualTo(4 * Math.ulp(level));
                }
            }
        }
    }
}
