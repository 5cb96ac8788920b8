package io.vsr4j.quality.report;

import io.vsr4j.quality.FramePair;
import io.vsr4j.quality.FramePair.Side;
import io.vsr4j.quality.pixel.RowSource;
import java.awt.image.BufferedImage;

/**
 * One row of the picture over time, a line for each frame. What stands still makes upright lines; flicker makes them
 * ragged, and swimming texture makes them wavy.
 *
 * <p>Neighbouring frames are shown, since a profile of every tenth frame would show neither: of a longer film, a part.
 */
final class TemporalProfile {
    /** Frames that are shown at most. */
    static final int MOST_FRAMES = 240;

    private final int width;
    private final int row;
    private final int first;
    private final int frames;
    private BufferedImage reference;
    private BufferedImage output;

    /**
     * @param width of the picture
     * @param row of the picture
     * @param around frame that is to be in the middle, if it can
     * @param frames of the whole film
     */
    TemporalProfile(int width, int row, int around, int frames) {
        this.width = width;
        this.row = row;
        this.frames = Math.min(frames, MOST_FRAMES);
        this.first = Math.max(0, Math.min(around - this.frames / 2, frames - this.frames));
    }

    /** {@return the row that is shown} */
    int row() {
        return row;
    }

    /** {@return the first frame that is wanted} */
    int first() {
        return first;
    }

    /** {@return one more than the last frame that is wanted} */
    int end() {
        return first + frames;
    }

    /** Takes the row of a frame, from {@link #first} to {@link #end}. */
    void accept(FramePair pair) {
        int line = pair.index() - first;
        output = add(output, line, pair.rows(Side.OUTPUT));
        if (pair.hasReference()) {
            reference = add(reference, line, pair.rows(Side.REFERENCE));
        }
    }

    private BufferedImage add(BufferedImage image, int line, RowSource rows) {
        BufferedImage all = image == null ? Rgb.blank(width, frames) : image;
        BufferedImage one = Rgb.of(rows, width, row, 1);
        System.arraycopy(Rgb.pixels(one), 0, Rgb.pixels(all), line * width, width);
        return all;
    }

    /** {@return the lines of one of both so far; null if there is none} */
    BufferedImage picture(Side side) {
        return side == Side.OUTPUT ? output : reference;
    }
}
