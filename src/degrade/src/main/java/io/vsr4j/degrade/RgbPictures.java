package io.vsr4j.degrade;

import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;

/** Frames as 8-bit RGB pictures, and back. */
public final class RgbPictures {
    /** The layout. */
    public static final PixelFormat RGB = new PixelFormat(PixelFormat.Model.RGB, 8, 0, 0);

    /** FFmpeg's order is green, blue, red. */
    private static final int[] PLANES = {2, 0, 1};

    private RgbPictures() {}

    /** {@return what a picture of that layout shows} */
    public static Raster raster(Picture picture) {
        int plane = picture.width() * picture.height();
        Raster raster = Raster.of(picture.width(), picture.height());
        byte[] bytes = new byte[plane];
        for (int p = 0; p < 3; p++) {
            picture.data().get(PLANES[p] * plane, bytes);
            for (int i = 0; i < plane; i++) {
                raster.samples()[p * plane + i] = bytes[i] & 0xff;
            }
        }
        return raster;
    }

    /** Fills a picture of that layout and of the frame's size; samples are rounded and limited. */
    public static void write(Raster frame, Picture into) {
        int plane = frame.width() * frame.height();
        byte[] bytes = new byte[plane];
        for (int p = 0; p < 3; p++) {
            for (int i = 0; i < plane; i++) {
                bytes[i] = (byte) frame.code(p * plane + i);
            }
            into.data().put(PLANES[p] * plane, bytes);
        }
    }
}
