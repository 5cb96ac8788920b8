package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.RowMeter;
import io.vsr4j.quality.Score;

/** A meter that gives each frame a number, and the video their mean. */
abstract class FrameScores implements RowMeter {
    private final MeterSetting setting;
    private final double[] scores;

    FrameScores(MeterSetting setting) {
        this.setting = setting;
        scores = new double[setting.frames()];
    }

    /** {@return width of the rows that are shown, in pixels} */
    static int width(MeterSetting setting) {
        return setting.width() - 2 * setting.crop();
    }

    /** {@return number of rows that are shown} */
    static int height(MeterSetting setting) {
        return setting.height() - 2 * setting.crop();
    }

    @Override
    public final MeterSetting setting() {
        return setting;
    }

    /** {@return the score of the rows since the last call} */
    abstract double score();

    @Override
    public final void endFrame(int index) {
        scores[index] = score();
    }

    @Override
    public final Score finish() {
        return Score.mean(scores);
    }
}
