package io.vsr4j.quality.classic;

import io.vsr4j.quality.MeterSetting;

/** How small frames may be. */
final class Sizes {
    private Sizes() {}

    /** Refuses frames of which too little is left. */
    static void check(String metric, MeterSetting setting, int least) {
        int width = FrameScores.width(setting);
        int height = FrameScores.height(setting);
        if (width < least || height < least) {
            throw new IllegalArgumentException(metric + " needs frames of at least " + least + "x" + least + " pixels, got "
                    + width + "x" + height);
        }
    }
}
