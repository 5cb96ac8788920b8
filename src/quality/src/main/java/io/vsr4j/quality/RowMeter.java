package io.vsr4j.quality;

/**
 * A meter that looks at the rows of both frames and keeps no frame. Rows are converted once, whoever looks at them, while they
 * lie in the processor's cache; so such metrics keep up with decoding. Parts of a frame are shown at once, each to a
 * {@link RowPart} of its own. The setting's crop is left out of what they are shown.
 */
public interface RowMeter extends Meter {
    /** {@return how many rows above its own a part has to see before them} */
    int above();

    /**
     * Adds what looks at a part of every frame. Parts are added from the top to the bottom, and cover all rows.
     *
     * @param from its first row
     * @param to one more than its last row
     * @return the part
     */
    RowPart part(int from, int to);

    /**
     * Is told that all parts of a frame were shown.
     *
     * @param index of the frame, from 0
     */
    void endFrame(int index);

    @Override
    default void close() {}
}
