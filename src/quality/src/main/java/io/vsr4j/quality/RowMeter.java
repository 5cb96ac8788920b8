package io.vsr4j.quality;

import io.vsr4j.quality.pixel.PairRows;
import io.vsr4j.quality.pixel.RgbRow;
import java.util.List;

/**
 * A meter that looks at the rows of both frames, from the top to the bottom, and keeps no frame. Rows are converted once,
 * whoever looks at them, while they lie in the processor's cache; so such metrics keep up with decoding. The setting's crop
 * is left out of what they are shown.
 */
public interface RowMeter extends Meter {
    /**
     * Looks at the next row; a frame begins with the first one after it was opened, or after {@link #endFrame}.
     *
     * @param reference is valid only during the call; null if there is no reference
     * @param output likewise, but always there
     */
    void row(RgbRow reference, RgbRow output);

    /**
     * Is told that all rows of a frame were shown.
     *
     * @param index of the frame, from 0
     */
    void endFrame(int index);

    /** {@return what it was opened with} */
    MeterSetting setting();

    @Override
    default void accept(FramePair pair) {
        new PairRows(setting().width(), setting().height(), setting().crop()).show(pair, List.of(this));
    }

    @Override
    default void close() {}
}
