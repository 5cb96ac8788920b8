package io.vsr4j.quality.classic;

import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import java.util.List;

/** How differently the video changes from one frame to the next. */
public final class Flicker implements Metric {
    @Override
    public MetricCard card() {
        return new MetricCard(
                "flicker",
                "Flicker",
                Better.LOWER,
                true,
                "mean absolute value of (output(t + 1) - output(t)) - (reference(t + 1) - "
 + "reference(t)) over pixels and channels, in steps of 8 bits; mean over pairs of "
 + "frames. A frame's number is that of the step to it; the first has none",
                "R'G'B' of 8 bits, 0 to 255",
                "none; --crop N leaves out N pixels at each border",
                "frame-difference error; motion that both have cancels out, so it needs no flow",
                List.of(),
                "");
    }

    @Override
    public Meter open(MeterSetting setting) {
        if (setting.frames() < 2) {
            throw new IllegalArgumentException("flicker needs at least 2 frames, got " + setting.frames());
        }
        return new FlickerMeter(setting);
    }
}
