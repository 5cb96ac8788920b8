package io.vsr4j.quality.classic;

import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import java.util.List;

/** How much fine detail there is, of whatever kind. */
public final class Sharpness implements Metric {
    @Override
    public MetricCard card() {
        return new MetricCard(
                "sharpness",
                "Sharpness",
                Better.NEITHER,
                false,
                "variance of the Laplacian, 4 times a pixel less its four neighbours, over the "
 + "pixels that have four; mean over frames. Noise counts as detail",
                "luma 0.299 R + 0.587 G + 0.114 B of R'G'B' of 8 bits, rounded, 0 to 255",
                "none; --crop N leaves out N pixels at each border",
                "Pech-Pacheco et al., \"Diatom autofocusing in brightfield microscopy\", 2000",
                List.of(),
                "");
    }

    @Override
    public Meter open(MeterSetting setting) {
        Sizes.check("sharpness", setting, 3);
        return new SharpnessMeter(setting);
    }
}
