/**
 * Makes good videos bad as the real world does: blur, resizing, noise, JPEG and video compression, twice over, drawn at
 * random for each clip and walking a little from frame to frame (RealBasicVSR, CVPR 2022). Equal seeds give equal frames.
 *
 * <p>{@link io.vsr4j.quality.degrade.RealWorldPipeline} puts steps together, of which each is a
 * {@link io.vsr4j.quality.degrade.Step} in front of the next; memory does not grow with the clip.
 */
package io.vsr4j.quality.degrade;
