package io.vsr4j.quality.classic;

import io.vsr4j.quality.pixel.RgbRow;

/** Looks at the output's luma, row by row, columns in their order. */
abstract class LumaPart implements FrameScores.Part {
    private final int from;
    private final float[] split;
    private float[] current;
    private float[] last;
    private float[] beforeLast;

    /**
     * @param width of the rows
     * @param from the part's first row
     */
    LumaPart(int width, int from) {
        this.from = from;
        split = new float[width];
        current = new float[width];
        last = new float[width];
        beforeLast = new float[width];
    }

    /**
     * Looks at one of the part's own rows.
     *
     * @param beforeLast two rows above; means nothing for the first two
     * @param last the row above; means nothing for the first one
     * @param current the row
     * @param y its number from the top
     */
    abstract void row(float[] beforeLast, float[] last, float[] current, int y);

    @Override
    public final void row(RgbRow reference, RgbRow output, int y) {
        Luma.FULL_ROUNDED.of(output, split);
        for (int x = 0; x < split.length; x++) {
            current[x] = split[RgbRow.place(x, split.length)];
        }
        if (y >= from) {
            row(beforeLast, last, current, y);
        }
        float[] free = beforeLast;
        beforeLast = last;
        last = current;
        current = free;
    }
}
