package io.vsr4j.quality;

import java.util.Map;

/**
 * A number for a video.
 *
 * @param value of the whole video
 * @param frames of each frame by its index; NaN where there is none; empty if the metric knows no frames
 * @param parts further numbers of the whole video by name, such as those of branches; usually empty
 */
public record Score(double value, double[] frames, Map<String, Double> parts) {
    /** {@return the mean over frames that have a number} */
    public static Score mean(double[] frames) {
        double sum = 0;
        int count = 0;
        for (double frame : frames) {
            if (!Double.isNaN(frame)) {
                sum += frame;
                count++;
            }
        }
        return new Score(count == 0 ? Double.NaN : sum / count, frames, Map.of());
    }
}
