package io.vsr4j.upscale;

import io.vsr4j.media.FrameReader;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.Picture;
import java.io.IOException;
import java.nio.file.Path;

/** Peak signal-to-noise ratio of luma, frame by frame, of two 8-bit videos of one size. */
final class Psnr {
    private Psnr() {}

    static double[] ofFrames(Path a, Path b) throws IOException {
        try (FrameReader left = FrameReader.open(a, MediaLimits.DEFAULT);
                FrameReader right = FrameReader.open(b, MediaLimits.DEFAULT)) {
            Picture x = left.video().newPicture();
            Picture y = right.video().newPicture();
            double[] psnr = new double[left.video().frames().count()];
            for (int f = 0; f < psnr.length; f++) {
                left.read(x);
                right.read(y);
                psnr[f] = luma(x, y, 0);
            }
            return psnr;
        }
    }

    /** In dB, without a border of some pixels. */
    static double luma(Picture a, Picture b, int border) {
        double sum = 0;
        long count = 0;
        for (int y = border; y < a.height() - border; y++) {
            for (int x = border; x < a.width() - border; x++) {
                int at = y * a.width() + x;
                int d = (a.data().get(at) & 0xff) - (b.data().get(at) & 0xff);
                sum += d * d;
                count++;
            }
        }
        return 10 * Math.log10(255 * 255 * count / sum);
    }
}
