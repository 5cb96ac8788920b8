package io.vsr4j.quality.classic;

import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import java.util.List;

/** Peak signal-to-noise ratio of luma, as papers on restoration print it. */
public final class PsnrY implements Metric {
    @Override
    public MetricCard card() {
        return new MetricCard(
                "psnr-y",
                "PSNR (Y)",
                Better.HIGHER,
                true,
                "10 log10(255^2 / MSE) of each frame; mean over frames. A frame that is equal has "
                        + "infinitely many, and so has then the video.",
                "Y of R'G'B' by BT.601, 16 to 235, not rounded",
                "none; --crop N leaves out N pixels at each border",
                "MATLAB's rgb2ycbcr; agrees with BasicSR's test_y_channel",
                List.of(),
                "");
    }

    @Override
    public Meter open(MeterSetting setting) {
        return new PsnrMeter(setting, Luma.LIMITED, PsnrY::decibels);
    }

    /** {@return what a mean squared error means, of samples from 0 to 255} */
    static double decibels(double error) {
        return 10 * Math.log10(255.0 * 255.0 / error);
    }
}
