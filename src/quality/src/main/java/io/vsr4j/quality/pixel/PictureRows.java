package io.vsr4j.quality.pixel;

import io.vsr4j.media.ColourTags;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.PixelFormat.Model;
import io.vsr4j.upscale.ChromaSiting;
import io.vsr4j.upscale.SampleMatrix;

/**
 * Rows of a decoded picture, by the colour matrix and chroma location that restored videos are made with, then
 * rounded to 8 bits.
 */
public final class PictureRows implements RowSource {
    /** Adding it to a number below 2^22 leaves no room for fractions; to even, as rounding in floating point is. */
    private static final float ROUNDING = 3 << 22;

    private final PixelFormat format;
    private final int width;
    private final float[][] matrix;
    private final float[][] samples;
    private final ChromaRows chroma;
    private final SampleRows[] planes = new SampleRows[3];

    /**
     * Looks at a picture.
     *
     * @param picture whose rows are read
     * @param tags matrix and range, both specified
     */
    public PictureRows(Picture picture, ColourTags tags) {
        format = picture.format();
        width = picture.width();
        matrix = new SampleMatrix(format, tags).toRgb(255);
        samples = new float[3][width];
        for (int plane = 0; plane < format.planes(); plane++) {
            planes[plane] = new SampleRows(picture, plane);
        }
        boolean doubled = format.chromaShiftX() + format.chromaShiftY() > 0;
        chroma = doubled
                ? new ChromaRows(
                        picture,
                        ChromaSiting.across(tags, format.chromaShiftY() > 0).doubling(),
                        ChromaSiting.down(tags).doubling())
                : null;
    }

    @Override
    public void read(int y, RgbRow into) {
        planes[0].split(y, samples[0]);
        if (format.model() == Model.GRAY) {
            mix(samples[0], samples[0], samples[0], grey(matrix[0]), into.red());
            System.arraycopy(into.red(), 0, into.green(), 0, width);
            System.arraycopy(into.red(), 0, into.blue(), 0, width);
            return;
        }
        for (int plane = 1; plane < 3; plane++) {
            if (chroma != null) {
                chroma.read(plane, y, samples[plane]);
            } else {
                planes[plane].split(y, samples[plane]);
            }
        }
        for (int c = 0; c < 3; c++) {
            mix(samples[0], samples[1], samples[2], matrix[c], into.channel(c));
        }
    }

    private static float[] grey(float[] row) {
        return new float[] {row[0], 0, 0, row[3]};
    }

    /** One loop that reads and writes at one index: the virtual machine makes vector instructions of it. */
    private static void mix(float[] p, float[] q, float[] r, float[] row, float[] out) {
        float a = row[0];
        float b = row[1];
        float c = row[2];
        float d = row[3];
        for (int i = 0; i < out.length; i++) {
            float whole = a * p[i] + b * q[i] + c * r[i] + d + ROUNDING - ROUNDING;
            // The nearest from 0 to 255, exactly: whole numbers are added.
            out[i] = 0.5f * (Math.abs(whole) - Math.abs(whole - 255) + 255);
        }
    }
}
