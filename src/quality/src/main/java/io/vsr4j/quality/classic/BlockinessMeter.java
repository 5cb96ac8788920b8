package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;

/** Differences across the borders of blocks, and within blocks. */
final class BlockinessMeter extends LumaScores {
    private static final int BLOCK = 8;

    private final double[] sums = new double[2];
    private final long[] counts = new long[2];

    BlockinessMeter(MeterSetting setting) {
        super(setting);
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
    double lumaScore() {
        double ratio = (sums[1] / counts[1]) / (sums[0] / counts[0]);
        for (int kind = 0; kind < 2; kind++) {
            sums[kind] = 0;
            counts[kind] = 0;
        }
        return ratio;
    }
}
