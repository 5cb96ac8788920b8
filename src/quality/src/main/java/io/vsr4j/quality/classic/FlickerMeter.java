package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.pixel.RgbRow;

/** How the difference of both videos changes. It keeps the difference of one frame. */
final class FlickerMeter extends FrameScores {
    private final float[][] before;
    private final RowSums changes;
    private boolean first = true;
    private int y;

    FlickerMeter(MeterSetting setting) {
        super(setting);
        before = new float[3 * height(setting)][width(setting)];
        changes = new RowSums(width(setting));
    }

    @Override
    public void row(RgbRow reference, RgbRow output) {
        float[] sums = changes.columns();
        for (int c = 0; c < 3; c++) {
            change(reference.channel(c), output.channel(c), before[y++], sums);
        }
    }

    private static void change(float[] reference, float[] output, float[] before, float[] sums) {
        for (int i = 0; i < before.length; i++) {
            float difference = output[i] - reference[i];
            sums[i] += Math.abs(difference - before[i]);
            before[i] = difference;
        }
    }

    @Override
    double score() {
        double mean = changes.take() / ((double) before.length * before[0].length);
        y = 0;
        boolean step = !first;
        first = false;
        return step ? mean : Double.NaN;
    }
}
