package io.vsr4j.quality.classic;

import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import java.util.List;

/** Structural similarity of the colour channels under the other common window. */
public final class SsimUniform implements Metric {
    @Override
    public MetricCard card() {
        return new MetricCard(
                "ssim-uniform",
                "SSIM (RGB, 7x7)",
                Better.HIGHER,
                true,
                "[(2 mean(a) mean(b) + C1)(2 cov(a, b) + C2)] / [(mean(a)^2 + mean(b)^2 + "
                        + "C1)(var(a) + var(b) + C2)], C1 = (0.01 255)^2, C2 = (0.03 255)^2, with every "
                        + "pixel of a 7x7 window counting alike and the sample's own (co)variance, n - 1, "
                        + "where the whole window lies inside; mean over places, channels and frames.",
                "R'G'B' of 8 bits, 0 to 255",
                "none; --crop N leaves out N pixels at each border",
                "Wang, Bovik, Sheikh and Simoncelli, \"Image quality assessment: from error "
                        + "visibility to structural similarity\", 2004; agrees with scikit-image's default",
                List.of(),
                "");
    }

    @Override
    public Meter open(MeterSetting setting) {
        return new SsimMeter(setting, null, SsimWindow.UNIFORM, false);
    }
}
