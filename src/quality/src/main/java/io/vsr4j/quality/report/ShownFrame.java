package io.vsr4j.quality.report;

import io.vsr4j.quality.FramePair;
import io.vsr4j.quality.FramePair.Side;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A frame as the report shows it.
 *
 * @param index of the frame
 * @param seconds its presentation time
 * @param output the frame, made smaller to fit a screen
 * @param reference likewise; null if there is none
 * @param difference of both; of the output from itself where there is no reference
 * @param crops pixels as they are, from where both differ most, or where there is most detail
 */
record ShownFrame(
        int index, double seconds, DataUri output, DataUri reference, DifferenceMap difference, List<Crop> crops) {
    /** Pixels along a side of a whole frame. */
    private static final int MOST_SIDE = 960;
    /** Bytes of a whole frame, so that the page stays below a few megabytes whatever is on it. */
    private static final int MOST_BYTES = 110_000;

    private static final int CROPS = 2;
    private static final int LEAST_CROP = 32;
    private static final int MOST_CROP = 128;

    /**
     * A part of both frames.
     *
     * @param place in pixels of the frame
     * @param output its pixels
     * @param reference likewise; null if there is none
     */
    record Crop(Rectangle place, DataUri output, DataUri reference) {}

    /**
     * {@return what is shown of a pair}
     *
     * @param width of both frames
     * @param height of both frames
     */
    static ShownFrame of(FramePair pair, int width, int height) {
        BufferedImage output = Rgb.of(pair.rows(Side.OUTPUT), width, 0, height);
        BufferedImage reference = pair.hasReference() ? Rgb.of(pair.rows(Side.REFERENCE), width, 0, height) : null;
        DifferenceMap difference =
                reference == null ? DifferenceMap.within(output) : DifferenceMap.between(reference, output);
        List<Crop> crops = difference.peaks(CROPS, cropSide(output)).stream()
                .map(place -> new Crop(place, cropped(output, place), cropped(reference, place)))
                .toList();
        return new ShownFrame(pair.index(), pair.seconds(), whole(output), whole(reference), difference, crops);
    }

    private static int cropSide(BufferedImage frame) {
        int shorter = Math.min(frame.getWidth(), frame.getHeight());
        return Math.min(shorter, Math.max(LEAST_CROP, Math.min(MOST_CROP, shorter / 4)));
    }

    private static DataUri whole(BufferedImage frame) {
        return frame == null ? null : DataUri.jpeg(Rgb.within(frame, MOST_SIDE), MOST_BYTES);
    }

    private static DataUri cropped(BufferedImage frame, Rectangle place) {
        return frame == null ? null : DataUri.png(Rgb.crop(frame, place));
    }
}
