package io.vsr4j.quality;

import io.vsr4j.quality.pixel.RgbRow;

/** Looks at one part of every frame, by one thread at a time. */
public interface RowPart {
    /**
     * Looks at the next row; each frame begins with the rows above the part's own, as far as there are any.
     *
     * @param reference is valid only during the call; null if there is no reference
     * @param output likewise, but always there
     * @param y number of the row from the top
     */
    void row(RgbRow reference, RgbRow output, int y);
}
