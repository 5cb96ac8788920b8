package io.vsr4j.quality.pixel;

import io.vsr4j.quality.FramePair;
import io.vsr4j.quality.FramePair.Side;
import io.vsr4j.quality.RowMeter;
import java.util.List;

/** Shows the rows of both frames to whoever looks at rows. */
public final class PairRows {
    private final int height;
    private final int crop;
    private final RgbRow reference;
    private final RgbRow output;
    private final RgbRow croppedReference;
    private final RgbRow croppedOutput;

    /**
     * Prepares for frames of one size.
     *
     * @param width of both frames in pixels
     * @param height of both frames in pixels
     * @param crop pixels that are left out at each border
     */
    public PairRows(int width, int height, int crop) {
        this.height = height;
        this.crop = crop;
        reference = new RgbRow(width);
        output = new RgbRow(width);
        croppedReference = crop == 0 ? reference : new RgbRow(width - 2 * crop);
        croppedOutput = crop == 0 ? output : new RgbRow(width - 2 * crop);
    }

    /**
     * Shows all rows of a pair.
     *
     * @param pair if it has no reference, rows of the output alone are shown
     * @param meters all of the same crop
     */
    public void show(FramePair pair, List<? extends RowMeter> meters) {
        boolean both = pair.hasReference();
        RowSource ofReference = both ? pair.rows(Side.REFERENCE) : null;
        RowSource ofOutput = pair.rows(Side.OUTPUT);
        for (int y = crop; y < height - crop; y++) {
            if (both) {
                ofReference.read(y, reference);
            }
            ofOutput.read(y, output);
            if (crop > 0) {
                croppedReference.crop(reference, crop);
                croppedOutput.crop(output, crop);
            }
            for (RowMeter meter : meters) {
                meter.row(both ? croppedReference : null, croppedOutput);
            }
        }
        for (RowMeter meter : meters) {
            meter.endFrame(pair.index());
        }
    }
}
