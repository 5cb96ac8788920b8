package io.vsr4j.training.data;

import io.vsr4j.degrade.Raster;
import java.util.List;

/**
 * A clip as its footage gives it.
 *
 * @param high good frames
 * @param low bad ones of the same; null where they are still to be made
 * @param flow as {@link Clip} has it; null where it is not known
 * @param teacher what a teacher made; null where there is none
 */
record Take(List<Raster> high, List<Raster> low, float[] flow, List<Raster> teacher) {}
