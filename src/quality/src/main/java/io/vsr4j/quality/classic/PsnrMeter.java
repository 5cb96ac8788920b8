package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.pixel.RgbRow;
import java.util.function.DoubleUnaryOperator;

/** Mean squared error of rows, as decibels. */
final class PsnrMeter extends FrameScores {
    private final Luma luma;
    private final DoubleUnaryOperator decibels;
    private final RowSums squares;
    private final double samples;
    private final float[] a;
    private final float[] b;

    /**
     * Begins.
     *
     * @param luma what is compared; null for R'G'B'
     * @param decibels what a mean squared error means
     */
    PsnrMeter(MeterSetting setting, Luma luma, DoubleUnaryOperator decibels) {
        super(setting);
        this.luma = luma;
        this.decibels = decibels;
        int width = width(setting);
        squares = new RowSums(width);
        samples = (double) width * height(setting) * (luma == null ? 3 : 1);
        a = new float[width];
        b = new float[width];
    }

    @Override
    public void row(RgbRow reference, RgbRow output) {
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

    private static void add(float[] a, float[] b, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            float d = a[i] - b[i];
            sums[i] += d * d;
        }
    }

    @Override
    double score() {
        return decibels.applyAsDouble(squares.take() / samples);
    }
}
