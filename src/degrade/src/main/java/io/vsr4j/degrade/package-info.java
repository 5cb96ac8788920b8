/**
 * Makes good videos bad as the real world does: blur, resizing, noise, JPEG and video compression, drawn at random for each
 * clip, and the same throughout it or walking a little from frame to frame. Equal seeds give equal frames.
 *
 * <p>A {@link io.vsr4j.degrade.Preset} puts steps together, of which each is a {@link io.vsr4j.degrade.Step} in front of the
 * next; memory does not grow with the clip.
 */
package io.vsr4j.degrade;
