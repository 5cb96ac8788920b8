package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;

/** Differences across the borders of blocks, and within blocks. */
final class BlockinessMeter extends FrameScores {
    private static final int BLOCK = 8;

    private final int width;

    BlockinessMeter(MeterSetting setting) {
        super(setting, 1, 4);
        width = width(setting);
    }

    @Override
    Part begin(int from, int to) {
        return new Differences(from);
    }

    @Override
    double score(double[] sums) {
        return (sums[1] / sums[3]) / (sums[0] / sums[2]);
    }

    private final class Differences extends LumaPart {
        private final double[] sums = new double[2];
        private final long[] counts = new long[2];

        Differences(int from) {
            super(width, from);
        }

        @Override
        void row(float[] beforeLast, float[] above, float[] row, int y) {
            for (int x = 1; x < row.length; x++) {
                add(x % BLOCK == 0, row[x] - row[x - 1]);
            }
            for (int x = 0; x < row.length && y > 0; x++) {
                add(y % BLOCK == 0, row[x] - above[x]);
            }
        }

        private void add(boolean border, float difference) {
            int kind = border ? 1 : 0;
            sums[kind] += Math.abs(difference);
            counts[kind]++;
        }

        @Override
        public void take(double[] total) {
            for (int kind = 0; kind < 2; kind++) {
                total[kind] += sums[kind];
                total[2 + kind] += counts[kind];
                sums[kind] = 0;
                counts[kind] = 0;
            }
        }
    }
}
