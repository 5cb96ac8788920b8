package io.vsr4j.quality.classic;

import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import java.util.List;

/** Structural similarity of the colour channels. */
public final class SsimRgb implements Metric {
    @Override
    public MetricCard card() {
        return new MetricCard(
                "ssim-rgb",
                "SSIM (RGB)",
                Better.HIGHER,
                true,
                "[(2 mean(a) mean(b) + C1)(2 cov(a, b) + C2)] / [(mean(a)^2 + mean(b)^2 + "
                        + "C1)(var(a) + var(b) + C2)], C1 = (0.01 255)^2, C2 = (0.03 255)^2, under a "
                        + "Gaussian window of 11x11, sigma 1.5, where the whole window lies inside; mean "
                        + "over places, channels and frames.",
                "R'G'B' of 8 bits, 0 to 255",
                "none; --crop N leaves out N pixels at each border",
                "Wang, Bovik, Sheikh and Simoncelli, \"Image quality assessment: from error "
                        + "visibility to structural similarity\", 2004; agrees with BasicSR "
                        + "and scikit-image's gaussian_weights; torchmetrics also counts the border, mirrored",
                List.of(),
                "");
    }

    @Override
    public Meter open(MeterSetting setting) {
        return new SsimMeter(setting, null, SsimWindow.GAUSSIAN, false);
    }
}
