package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.pixel.RgbRow;
import java.util.function.DoubleUnaryOperator;

/** Mean squared error of frames, as decibels. */
final class PsnrMeter extends FrameScores {
    private final Luma luma;
    private final DoubleUnaryOperator decibels;
    private final int width;
    private final double samples;

    /**
     * Begins.
     *
     * @param luma what is compared; null for R'G'B'
     * @param decibels what a mean squared error means
     */
    PsnrMeter(MeterSetting setting, Luma luma, DoubleUnaryOperator decibels) {
        super(setting, 0, 1);
        this.luma = luma;
        this.decibels = decibels;
        width = width(setting);
        samples = (double) width * height(setting) * (luma == null ? 3 : 1);
    }

    @Override
    Part begin(int from, int to) {
        return new Squares();
    }

    @Override
    double score(double[] sums) {
        return decibels.applyAsDouble(sums[0] / samples);
    }

    private final class Squares implements Part {
        private final RowSums squares = new RowSums(width);
        private final float[] a = new float[width];
        private final float[] b = new float[width];

        @Override
        public void row(RgbRow reference, RgbRow output, int y) {
            float[] sums = squares.columns();
            if (luma == null) {
                for (int c = 0; c < 3; c++) {
                    add(reference.channel(c), output.channel(c), sums);
                }
            } else {
                luma.of(reference, a);
                luma.of(output, b);
                add(a, b, sums);
            }
        }

        @Override
        public void take(double[] sums) {
            sums[0] += squares.take();
        }
    }

    private static void add(float[] a, float[] b, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            float d = a[i] - b[i];
            sums[i] += d * d;
        }
    }
}
