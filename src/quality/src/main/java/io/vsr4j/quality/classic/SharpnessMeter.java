package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;

/** Variance of the Laplacian. */
final class SharpnessMeter extends LumaScores {
    private double sum;
    private double squares;
    private long count;

    SharpnessMeter(MeterSetting setting) {
        super(setting);
    }

    @Override
    void row(float[] above, float[] middle, float[] below, int y) {
        if (y < 2) {
            return;
        }
        for (int x = 1; x < middle.length - 1; x++) {
            float laplacian = 4 * middle[x] - middle[x - 1] - middle[x + 1] - above[x] - below[x];
            sum += laplacian;
            squares += laplacian * laplacian;
        }
        count += middle.length - 2;
    }

    @Override
    double lumaScore() {
        double mean = sum / count;
        double variance = squares / count - mean * mean;
        sum = 0;
        squares = 0;
        count = 0;
        return variance;
    }
}
