package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.pixel.RgbRow;

/** How the difference of both videos changes. It keeps the difference of one frame. */
final class FlickerMeter extends FrameScores {
    private final int width;
    private final double samples;
    private boolean first = true;

    FlickerMeter(MeterSetting setting) {
        super(setting, 0, 1);
        width = width(setting);
        samples = 3.0 * width * height(setting);
    }

    @Override
    Part begin(int from, int to) {
        return new Changes(from, to);
    }

    @Override
    double score(double[] sums) {
        boolean step = !first;
        first = false;
        return step ? sums[0] / samples : Double.NaN;
    }

    private final class Changes implements Part {
        private final int from;
        private final float[][] before;
        private final RowSums changes = new RowSums(width);

        Changes(int from, int to) {
            this.from = from;
            before = new float[3 * (to - from)][width];
        }

        @Override
        public void row(RgbRow reference, RgbRow output, int y) {
            float[] sums = changes.columns();
            for (int c = 0; c < 3; c++) {
                change(reference.channel(c), output.channel(c), before[3 * (y - from) + c], sums);
            }
        }

        @Override
        public void take(double[] sums) {
            sums[0] += changes.take();
        }
    }

    private static void change(float[] reference, float[] output, float[] before, float[] sums) {
        for (int i = 0; i < before.length; i++) {
            float difference = output[i] - reference[i];
            sums[i] += Math.abs(difference - before[i]);
            before[i] = difference;
        }
    }
}
