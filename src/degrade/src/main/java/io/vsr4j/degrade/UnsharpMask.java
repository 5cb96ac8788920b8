package io.vsr4j.degrade;

/**
 * Sharpens good frames before they are made bad, so that a network learns to make edges crisper than its sources are
 * (Real-ESRGAN, 2021, section 3.4; RealBasicVSR trains so too): where a pixel differs from its blurred surroundings by more
 * than a threshold, half of the difference is added, with a soft transition to where nothing is.
 */
public final class UnsharpMask {
    private static final int SIZE = 51;
    /** What OpenCV derives from that size where it is told none. */
    private static final double SIGMA = 0.3 * ((SIZE - 1) * 0.5 - 1) + 0.8;

    private static final float WEIGHT = 0.5f;
    private static final float THRESHOLD = 10;

    private static final Kernel[] BLUR = Kernel.gauss(SIZE, SIGMA);

    private UnsharpMask() {}

    /** {@return the sharper frame, limited to 0 to 255; the other stays as it is} */
    public static Raster sharpen(Raster frame) {
        Raster smooth = blur(frame);
        Raster edges = Raster.of(frame.width(), frame.height());
        for (int i = 0; i < edges.samples().length; i++) {
            boolean edge = Math.abs(frame.samples()[i] - smooth.samples()[i]) > THRESHOLD;
            edges.samples()[i] = edge ? 1 : 0;
        }
        Raster share = blur(edges);
        Raster sharp = smooth;
        for (int i = 0; i < sharp.samples().length; i++) {
            float was = frame.samples()[i];
            float sharper = Math.max(0, Math.min(255, was + WEIGHT * (was - smooth.samples()[i])));
            sharp.samples()[i] = was + share.samples()[i] * (sharper - was);
        }
        return sharp;
    }

    private static Raster blur(Raster frame) {
        return BLUR[1].apply(BLUR[0].apply(frame));
    }
}
