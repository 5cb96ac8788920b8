package io.vsr4j.quality.classic;

import io.vsr4j.quality.FramePair;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.RowMeter;
import io.vsr4j.quality.RowPart;
import io.vsr4j.quality.Score;
import io.vsr4j.quality.pixel.PairRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A meter that gives each frame a number, which follows from sums over its rows, and the video their mean. */
abstract class FrameScores implements RowMeter {
    private final MeterSetting setting;
    private final int above;
    private final double[] sums;
    private final double[] scores;
    private final List<Part> parts = new ArrayList<>();
    private PairRows alone;

    /**
     * Begins.
     *
     * @param above how many rows above its own a part has to see
     * @param sums how many sums a score follows from
     */
    FrameScores(MeterSetting setting, int above, int sums) {
        this.setting = setting;
        this.above = above;
        this.sums = new double[sums];
        scores = new double[setting.frames()];
    }

    /** Adds up what it sees. */
    interface Part extends RowPart {
        /** Adds the sums of the last frame, and begins the next one. */
        void take(double[] sums);
    }

    /** {@return width of the rows that are shown, in pixels} */
    static int width(MeterSetting setting) {
        return setting.width() - 2 * setting.crop();
    }

    /** {@return number of rows that are shown} */
    static int height(MeterSetting setting) {
        return setting.height() - 2 * setting.crop();
    }

    /** Begins a part; see {@link #part}. */
    abstract Part begin(int from, int to);

    /** {@return what the sums of a whole frame mean} */
    abstract double score(double[] sums);

    @Override
    public final int above() {
        return above;
    }

    @Override
    public final RowPart part(int from, int to) {
        Part part = begin(from, to);
        parts.add(part);
        return part;
    }

    @Override
    public final void endFrame(int index) {
        Arrays.fill(sums, 0);
        parts.forEach(part -> part.take(sums));
        scores[index] = score(sums);
    }

    @Override
    public final void accept(FramePair pair) {
        if (alone == null) {
            alone = new PairRows(setting, List.of(this));
        }
        alone.show(pair);
    }

    @Override
    public final Score finish() {
        return Score.mean(scores);
    }
}
