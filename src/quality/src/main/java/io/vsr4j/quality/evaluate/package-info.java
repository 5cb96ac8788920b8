/**
 * The tables of the papers: every model over every clip of a data set, measured, beside what the papers print.
 *
 * <p>{@link io.vsr4j.quality.evaluate.DataFolder} finds clips, {@link io.vsr4j.quality.evaluate.Protocol} says what of them is
 * used, {@link io.vsr4j.quality.evaluate.Evaluation} does the work. Frames are 8-bit RGB from beginning to end, as in the
 * picture files that papers measure, and never encoded.
 */
package io.vsr4j.quality.evaluate;
