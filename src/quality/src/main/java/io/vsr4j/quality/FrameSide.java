package io.vsr4j.quality;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.media.ColourTags;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.quality.pixel.PictureRows;
import io.vsr4j.quality.pixel.RgbRow;

/** The current frame of one of the videos, and what it was converted to. */
final class FrameSide {
    private final ColourTags tags;
    private Picture picture;
    private NDArray rgb;

    FrameSide(VideoInfo video) {
        this(video.effectiveColour());
    }

    /** @param tags matrix and range, both specified */
    FrameSide(ColourTags tags) {
        this.tags = tags;
    }

    /** Goes to another frame; what the last one was converted to is closed by its owner. */
    void open(Picture next) {
        picture = next;
        rgb = null;
    }

    Picture picture() {
        return picture;
    }

    /** {@return a new reader of the frame} */
    PictureRows rows() {
        return new PictureRows(picture, tags);
    }

    NDArray rgb(NDManager owner) {
        if (rgb == null) {
            PictureRows rows = rows();
            int width = picture.width();
            int height = picture.height();
            RgbRow row = new RgbRow(width);
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
