package io.vsr4j.quality;

import ai.djl.Device;

/**
 * What is measured, and where.
 *
 * @param width of both videos in pixels
 * @param height of both videos in pixels
 * @param frames how many will be shown
 * @param framesPerSecond of the output
 * @param weights files of the user
 * @param device where networks compute
 * @param seed of metrics that draw places at random; it stands in the report
 * @param crop pixels that metrics which compare pixel by pixel leave out at each border
 */
public record MeterSetting(
        int width,
        int height,
        int frames,
        double framesPerSecond,
        MetricWeights weights,
        Device device,
        long seed,
        int crop) {
    /** Whole frames. */
    public MeterSetting(
            int width,
            int height,
            int frames,
            double framesPerSecond,
            MetricWeights weights,
            Device device,
            long seed) {
        this(width, height, frames, framesPerSecond, weights, device, seed, 0);
    }
}
