package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.pixel.RgbRow;

/** Structural similarity of luma, or the mean of that of R', G' and B'. */
final class SsimMeter extends FrameScores {
    private final Luma luma;
    private final SsimPlane[] planes;
    private final float[] a;
    private final float[] b;

    /**
     * Begins.
     *
     * @param luma what is compared; null for R'G'B'
     * @param window over which means are taken
     * @param clamp whether contrast and structure count as 0 where they are negative
     * @throws IllegalArgumentException if the frames are smaller than the window
     */
    SsimMeter(MeterSetting setting, Luma luma, SsimWindow window, boolean clamp) {
        super(setting);
        int width = width(setting);
        Sizes.check("SSIM", setting, window.size());
        this.luma = luma;
        planes = new SsimPlane[luma == null ? 3 : 1];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = new SsimPlane(width, window, clamp);
        }
        a = new float[width];
        b = new float[width];
    }

    @Override
    public void row(RgbRow reference, RgbRow output) {
        if (luma != null) {
            luma.of(reference, a);
            luma.of(output, b);
            planes[0].row(a, b);
            return;
        }
        for (int c = 0; c < 3; c++) {
            planes[c].row(reference.channel(c), output.channel(c));
        }
    }

    @Override
    double score() {
        double sum = 0;
        for (SsimPlane plane : planes) {
            sum += plane.take();
        }
        return sum / planes.length;
    }
}
