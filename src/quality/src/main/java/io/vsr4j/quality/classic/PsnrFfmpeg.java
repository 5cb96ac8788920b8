package io.vsr4j.quality.classic;

import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import java.util.List;

/** Peak signal-to-noise ratio of the stream's own luma, as FFmpeg's filter prints it. */
public final class PsnrFfmpeg implements Metric {
    @Override
    public MetricCard card() {
        return new MetricCard(
                "psnr-ffmpeg",
                "PSNR (FFmpeg)",
                Better.HIGHER,
                true,
                "10 log10(max^2 / MSE) of the Y plane, the mean squared error being that of all "
 + "frames; max is 255 for 8 bits, 1023 for 10, whatever the range. The other planes "
 + "and their average, weighted by samples, are parts. Of RGB the average is taken",
                "code values as they are stored",
                "none",
                "FFmpeg's filter psnr",
                List.of(),
                "");
    }

    @Override
    public Meter open(MeterSetting setting) {
        return new PsnrFfmpegMeter(card().id(), setting);
    }
}
