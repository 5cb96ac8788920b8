package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.pixel.SampleRows;

/** Mean squared errors of planes. */
final class PsnrFfmpegMeter extends FfmpegMeter {
    PsnrFfmpegMeter(String id, MeterSetting setting) {
        super(id, setting);
    }

    @Override
    double plane(SampleRows reference, SampleRows output, int height, int most) {
        int[] a = new int[output.width()];
        int[] b = new int[output.width()];
        long squares = 0;
        for (int y = 0; y < height; y++) {
            reference.read(y, a);
            output.read(y, b);
            for (int x = 0; x < a.length; x++) {
                long d = a[x] - b[x];
                squares += d * d;
            }
        }
        return (double) squares / ((double) a.length * height);
    }

    @Override
    double meaning(double error, int most) {
        return 10 * Math.log10((double) most * most / error);
    }

    @Override
    String together() {
        return "average";
    }
}
