package io.vsr4j.quality;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.ColourTags;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;

/** Pictures that are arrays, shown to a meter as a frame of a video is. */
public final class StillPair {
    static final PixelFormat FORMAT = new PixelFormat(PixelFormat.Model.RGB, 8, 0, 0);
    private static final ColourTags TAGS = new ColourTags(0, 2, 2, 2, 0);

    private StillPair() {}

    /**
     * Makes a pair.
     *
     * @param owner receives what the pictures are converted to
     * @param reference RGB of 8 bits, {@code [H, W, 3]}; null if there is none
     * @param output likewise, of the same size
     * @param index of the frame
     * @return the pair
     */
    public static FramePair of(NDManager owner, NDArray reference, NDArray output, int index) {
        return new DecodedPair(owner, reference == null ? null : side(reference), side(output), index, 0);
    }

    private static FrameSide side(NDArray pixels) {
        int height = (int) pixels.getShape().get(0);
        int width = (int) pixels.getShape().get(1);
        Picture picture = new Picture(FORMAT, width, height);
        byte[] samples = pixels.toByteArray();
        for (int i = 0; i < width * height; i++) {
            for (int plane = 0; plane < 3; plane++) {
                picture.data().put(plane * width * height + i, samples[3 * i + channel(plane)]);
            }
        }
        FrameSide side = side();
        side.open(picture);
        return side;
    }

    /** {@return what shows pictures of {@link #FORMAT}} */
    static FrameSide side() {
        return new FrameSide(TAGS);
    }

    /** {@return which of R, G, B is in a plane of {@link #FORMAT}, whose planes are G, B, R} */
    static int channel(int plane) {
        return (plane + 1) % 3;
    }
}
