package io.vsr4j.quality.classic;

import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import java.util.List;

/** Structural similarity of the stream's own luma, as FFmpeg's filter prints it. */
public final class SsimFfmpeg implements Metric {
    @Override
    public MetricCard card() {
        return new MetricCard(
                "ssim-ffmpeg",
                "SSIM (FFmpeg)",
                Better.HIGHER,
                true,
                "structural similarity of the Y plane under windows of 8x8 whose pixels count "
 + "alike, every 4 pixels, with the sample's own (co)variance; mean over windows and "
 + "frames. The other planes and their average, weighted by samples, are parts. Of "
 + "RGB the average is taken",
                "code values as they are stored",
                "none",
                "FFmpeg's filter ssim, which has it from x264",
                List.of(),
                "");
    }

    @Override
    public Meter open(MeterSetting setting) {
        return new SsimFfmpegMeter(card().id(), setting);
    }
}
