package io.vsr4j.quality.classic;

import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import java.util.List;

/** Peak signal-to-noise ratio over all channels, as the papers on this field print it. */
public final class Psnr implements Metric {
    @Override
    public MetricCard card() {
        return new MetricCard(
                "psnr",
                "PSNR (RGB)",
                Better.HIGHER,
                true,
                "10 log10(1 / (MSE + 1e-8)) of each frame, over all pixels and channels; mean over "
                        + "frames. Equal frames have 80 dB.",
                "R'G'B' of 8 bits, 0 to 1",
                "none; --crop N leaves out N pixels at each border",
                "the toolbox in common use, IQA-PyTorch, as its default; but for the 1e-8 also "
                        + "scikit-image, torchmetrics and BasicSR",
                List.of(),
                "");
    }

    @Override
    public Meter open(MeterSetting setting) {
        return new PsnrMeter(setting, null, error -> -10 * Math.log10(error / (255.0 * 255.0) + 1e-8));
    }
}
