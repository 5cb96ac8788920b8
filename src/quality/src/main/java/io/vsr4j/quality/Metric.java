package io.vsr4j.quality;

import java.io.IOException;

/** A measure of quality. */
public interface Metric {
    /** {@return what it is} */
    MetricCard card();

    /** {@return whether it runs unasked when the files that it needs are there} */
    default boolean usual() {
        return true;
    }

    /**
     * Begins to measure one video.
     *
     * @param setting what is measured, and where it is computed
     * @return to be shown every frame, and then closed
     * @throws MissingWeightsException if a file that the user must have is not there
     * @throws IllegalArgumentException if such a video cannot be measured, because its frames are too small for example
     * @throws IOException if weights cannot be read
     */
    Meter open(MeterSetting setting) throws IOException;
}
