package io.vsr4j.quality;

import ai.djl.ndarray.NDArray;
import io.vsr4j.media.Picture;
import io.vsr4j.quality.pixel.ArrayRows;
import io.vsr4j.quality.pixel.RowSource;

/**
 * A frame of the output and, where there is one, the frame of the reference at the same time. Each view is made once,
 * however many metrics ask for it; it belongs to the pair and must not be changed or closed.
 */
public interface FramePair {
    /** {@return index of the frame, from 0} */
    int index();

    /** {@return presentation time of the output's frame in seconds} */
    double seconds();

    /** {@return whether there is a reference} */
    boolean hasReference();

    /** {@return one of both as decoded, in its stream's own layout} */
    Picture picture(Side side);

    /** {@return {@code [1, 3, H, W]}, RGB, 0 to 1 in steps of 1/255: as a picture file of 8 bits would hold it} */
    NDArray rgb(Side side);

    /**
     * {@return the same in whole numbers from 0 to 255, row by row, for metrics that need no more; each call gives a new one,
     * for one thread}
     */
    default RowSource rows(Side side) {
        return new ArrayRows(rgb(side));
    }

    /** Which of the two videos. */
    enum Side {
        /** What is compared with. */
        REFERENCE,
        /** What is measured. */
        OUTPUT
    }
}
