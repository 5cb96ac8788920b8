package io.vsr4j.quality.classic;

import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import java.util.List;

/** Structural similarity of luma, as the papers on this field print it. */
public final class Ssim implements Metric {
    @Override
    public MetricCard card() {
        return new MetricCard(
                "ssim",
                "SSIM (Y)",
                Better.HIGHER,
                true,
                "[(2 mean(a) mean(b) + C1)(2 cov(a, b) + C2)] / [(mean(a)^2 + mean(b)^2 + "
                        + "C1)(var(a) + var(b) + C2)], C1 = (0.01 255)^2, C2 = (0.03 255)^2, under a "
                        + "Gaussian window of 11x11, sigma 1.5, where the whole window lies inside; the "
                        + "second factor counts as 0 where it is negative; mean over places and frames.",
                "luma 0.299 R + 0.587 G + 0.114 B of R'G'B' of 8 bits, rounded, 0 to 255",
                "none; --crop N leaves out N pixels at each border",
                "Wang, Bovik, Sheikh and Simoncelli, \"Image quality assessment: from error "
                        + "visibility to structural similarity\", 2004; IQA-PyTorch's default",
                List.of(),
                "");
    }

    @Override
    public Meter open(MeterSetting setting) {
        return new SsimMeter(setting, Luma.FULL_ROUNDED, SsimWindow.GAUSSIAN, true);
    }
}
