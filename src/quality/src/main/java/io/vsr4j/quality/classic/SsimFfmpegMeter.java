package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.pixel.SampleRows;

/** Structural similarity of planes, from sums over blocks of 4x4, four of which make a window. */
final class SsimFfmpegMeter extends FfmpegMeter {
    private static final int BLOCK = 4;
    private static final int PIXELS = 64;

    SsimFfmpegMeter(String id, MeterSetting setting) {
        super(id, setting);
    }

    @Override
    double plane(SampleRows reference, SampleRows output, int height, int most) {
        int across = output.width() / BLOCK;
        int down = height / BLOCK;
        if (across < 2 || down < 2) {
            throw new IllegalArgumentException("ssim-ffmpeg needs planes of at least 8x8 samples, got " + output.width() + "x"
                    + height);
        }
        double c1 = Math.floor(0.01 * 0.01 * most * most * PIXELS + 0.5);
        double c2 = Math.floor(0.03 * 0.03 * most * most * PIXELS * (PIXELS - 1) + 0.5);
        long[][] above = new long[across][];
        double sum = 0;
        for (int row = 0; row < down; row++) {
            long[][] blocks = blocks(reference, output, row, across);
            for (int i = 1; i < across && row > 0; i++) {
                sum += window(above[i - 1], above[i], blocks[i - 1], blocks[i], c1, c2);
            }
            above = blocks;
        }
        return sum / ((double) (across - 1) * (down - 1));
    }

    /** Of each block the sums of a, b, a squared plus b squared, and a times b. */
    private static long[][] blocks(SampleRows reference, SampleRows output, int row, int across) {
        int[] a = new int[output.width()];
        int[] b = new int[output.width()];
        long[][] sums = new long[across][4];
        for (int y = row * BLOCK; y < (row + 1) * BLOCK; y++) {
            reference.read(y, a);
            output.read(y, b);
            for (int x = 0; x < across * BLOCK; x++) {
                long[] block = sums[x / BLOCK];
                block[0] += a[x];
                block[1] += b[x];
                block[2] += (long) a[x] * a[x] + (long) b[x] * b[x];
                block[3] += (long) a[x] * b[x];
            }
        }
        return sums;
    }

    private static double window(long[] p, long[] q, long[] r, long[] s, double c1, double c2) {
        double a = p[0] + q[0] + r[0] + s[0];
        double b = p[1] + q[1] + r[1] + s[1];
        double variances = PIXELS * (double) (p[2] + q[2] + r[2] + s[2]) - a * a - b * b;
        double covariance = PIXELS * (double) (p[3] + q[3] + r[3] + s[3]) - a * b;
        return (2 * a * b + c1) * (2 * covariance + c2) / ((a * a + b * b + c1) * (variances + c2));
    }

    @Override
    double meaning(double similarity, int most) {
        return similarity;
    }

    @Override
    String together() {
        return "all";
    }
}
