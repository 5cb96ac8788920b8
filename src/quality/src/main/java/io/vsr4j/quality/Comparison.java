package io.vsr4j.quality;

import java.util.List;

/**
 * What came of comparing two videos, or of looking at one.
 *
 * @param reference name of the reference; null if there is none
 * @param output name of what was measured
 * @param width of the frames in pixels
 * @param height of the frames in pixels
 * @param times presentation time of each frame of the output in seconds
 * @param results in the order in which metrics were asked for
 * @param remarks what a reader must know: streams were aligned, sound was ignored, flow came from the output
 */
public record Comparison(
        String reference,
        String output,
        int width,
        int height,
        double[] times,
        List<MetricResult> results,
        List<String> remarks) {
    /**
     * What came of one metric.
     *
     * @param card what it is
     * @param score null if it could not be computed
     * @param problem why not; null if it could be
     */
    public record MetricResult(MetricCard card, Score score, String problem) {}
}
