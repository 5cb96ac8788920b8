package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.pixel.RgbRow;

/** A meter of the output's luma, row by row, columns in their order. */
abstract class LumaScores extends FrameScores {
    private final float[] split;
    private float[] current;
    private float[] last;
    private float[] beforeLast;
    private int y;

    LumaScores(MeterSetting setting) {
        super(setting);
        int width = width(setting);
        split = new float[width];
        current = new float[width];
        last = new float[width];
        beforeLast = new float[width];
    }

    /**
     * Looks at a row.
     *
     * @param beforeLast two rows above; means nothing for the first two
     * @param last the row above; means nothing for the first one
     * @param current the row
     * @param y its number from the top
     */
    abstract void row(float[] beforeLast, float[] last, float[] current, int y);

    /** {@return the score of the rows since the last call} */
    abstract double lumaScore();

    @Override
    public final void row(RgbRow reference, RgbRow output) {
        Luma.FULL_ROUNDED.of(output, split);
        for (int x = 0; x < split.length; x++) {
            current[x] = split[RgbRow.place(x, split.length)];
        }
        row(beforeLast, last, current, y++);
        float[] free = beforeLast;
        beforeLast = last;
        last = current;
        current = free;
    }

    @Override
    final double score() {
        y = 0;
        return lumaScore();
    }
}
