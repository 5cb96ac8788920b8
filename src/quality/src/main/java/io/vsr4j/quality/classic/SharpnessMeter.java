package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;

/** Variance of the Laplacian. */
final class SharpnessMeter extends FrameScores {
    private final int width;

    SharpnessMeter(MeterSetting setting) {
        super(setting, 2, 3);
        width = width(setting);
    }

    @Override
    Part begin(int from, int to) {
        return new Laplacians(from);
    }

    @Override
    double score(double[] sums) {
        double mean = sums[0] / sums[2];
        return sums[1] / sums[2] - mean * mean;
    }

    private final class Laplacians extends LumaPart {
        private double sum;
        private double squares;
        private long count;

        Laplacians(int from) {
            super(width, from);
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
        public void take(double[] sums) {
            sums[0] += sum;
            sums[1] += squares;
            sums[2] += count;
            sum = 0;
            squares = 0;
            count = 0;
        }
    }
}
