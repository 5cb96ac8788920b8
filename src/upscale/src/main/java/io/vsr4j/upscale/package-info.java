/**
 * A frame source in, a frame sink out: windows, tiles, blending, colour, chunks, and the job that keeps its finished
 * chunks.
 *
 * <p>The one idea here: the grid of windows and tiles is a function of the whole video, never of the chunk. A chunk
 * computes every window that touches its frames and writes only its own, so the frames that reach the encoder are the
 * same bits for one chunk or a hundred, in any order, after any crash.
 */
package io.vsr4j.upscale;
