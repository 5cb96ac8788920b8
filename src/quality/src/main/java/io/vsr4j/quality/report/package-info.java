/**
 * One page that shows how good a video is: numbers and what they mean, plots, the worst frames, where they differ, and one
 * row of the picture over time. {@link io.vsr4j.quality.report.Report} chooses frames and writes the page; everything else
 * makes a part of it.
 */
package io.vsr4j.quality.report;
