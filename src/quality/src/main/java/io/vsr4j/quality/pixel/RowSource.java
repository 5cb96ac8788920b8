package io.vsr4j.quality.pixel;

/** Gives a frame row by row, to one thread at a time. */
public interface RowSource {
    /**
     * Reads a row.
     *
     * @param y its number from the top
     * @param into receives it; as wide as the frame
     */
    void read(int y, RgbRow into);
}
