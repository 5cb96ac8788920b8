package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.pixel.RgbRow;

/** Structural similarity of luma, or the mean of that of R', G' and B'. */
final class SsimMeter extends FrameScores {
    private final Luma luma;
    private final SsimWindow window;
    private final boolean clamp;
    private final int width;

    /**
     * Begins.
     *
     * @param luma what is compared; null for R'G'B'
     * @param window over which means are taken
     * @param clamp whether contrast and structure count as 0 where they are negative
     * @throws IllegalArgumentException if the frames are smaller than the window
     */
    SsimMeter(MeterSetting setting, Luma luma, SsimWindow window, boolean clamp) {
        super(setting, window.size() - 1, 2);
        Sizes.check("SSIM", setting, window.size());
        this.luma = luma;
        this.window = window;
        this.clamp = clamp;
        width = width(setting);
    }

    @Override
    Part begin(int from, int to) {
        return new Windows();
    }

    @Override
    double score(double[] sums) {
        return sums[0] / sums[1];
    }

    /** Those whose last row is the part's. */
    private final class Windows implements Part {
        private final SsimPlane[] planes = new SsimPlane[luma == null ? 3 : 1];
        private final float[] a = new float[width];
        private final float[] b = new float[width];

        Windows() {
            for (int c = 0; c < planes.length; c++) {
                planes[c] = new SsimPlane(width, window, clamp);
            }
        }

        @Override
        public void row(RgbRow reference, RgbRow output, int y) {
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
        public void take(double[] sums) {
            for (SsimPlane plane : planes) {
                plane.take(sums);
            }
        }
    }
}
