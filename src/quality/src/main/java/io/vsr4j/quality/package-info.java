/**
 * How good a video looks: the metrics of the papers, side by side.
 *
 * <p>A {@link io.vsr4j.quality.Metric} says what it is ({@link io.vsr4j.quality.MetricCard}) and opens a
 * {@link io.vsr4j.quality.Meter} for one video, which is shown every frame in turn and gives a
 * {@link io.vsr4j.quality.Score}. So videos of any length take the same memory.
 */
package io.vsr4j.quality;
