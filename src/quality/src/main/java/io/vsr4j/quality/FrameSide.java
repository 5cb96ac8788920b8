package io.vsr4j.quality;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.quality.pixel.PictureRows;
import io.vsr4j.quality.pixel.RgbRow;

/** The current frame of one of the videos, and what it was converted to. */
final class FrameSide {
    private final PictureRows rows;
    private final RgbRow row;
    private final int width;
    private final int height;
    private Picture picture;
    private NDArray rgb;

    FrameSide(VideoInfo video) {
        this(
                new PictureRows(video.format(), video.effectiveColour(), video.width(), video.height()),
                video.width(),
                video.height());
    }

    FrameSide(PictureRows rows, int width, int height) {
        this.rows = rows;
        this.row = new RgbRow(width);
        this.width = width;
        this.height = height;
    }

    /** Goes to another frame; what the last one was converted to is closed by its owner. */
    void open(Picture next) {
        picture = next;
        rows.open(next);
        rgb = null;
    }

    Picture picture() {
        return picture;
    }

    PictureRows rows() {
        return rows;
    }

    NDArray rgb(NDManager owner) {
        if (rgb == null) {
            float[] samples = new float[3 * height * width];
            for (int y = 0; y < height; y++) {
                rows.read(y, row);
                for (int c = 0; c < 3; c++) {
                    float[] channel = row.channel(c);
                    int start = (c * height + y) * width;
                    for (int x = 0; x < width; x++) {
                        samples[start + x] = channel[RgbRow.place(x, width)] / 255;
                    }
                }
            }
            rgb = owner.create(samples, new Shape(1, 3, height, width));
        }
        return rgb;
    }
}
