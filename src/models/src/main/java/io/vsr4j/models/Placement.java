package io.vsr4j.models;

import java.util.List;

/**
 * Where a window lies in the whole video. Models that add noise compute it from these numbers and the position within
 * the window, so that two windows or tiles that overlap see the same noise.
 *
 * @param seed the user's
 * @param frame index of the window's first frame in the source, display order
 * @param top row of its first pixel in the source frame
 * @param left column of its first pixel in the source frame
 * @param shot what the model measured of the whole shot ({@link VsrModel#shotMeasure}); empty for a model that measures
 *     nothing, and where the window is all that there is of the shot
 */
public record Placement(long seed, int frame, int top, int left, List<Float> shot) {
    /** The whole frame, from the first one on, seed 0. */
    public static final Placement ORIGIN = new Placement(0, 0, 0, 0);

    /** Checks the position. */
    public Placement {
        if (frame < 0 || top < 0 || left < 0) {
            throw new IllegalArgumentException(
                    "frame, top and left must not be below 0, got " + frame + ", " + top + ", " + left);
        }
        shot = List.copyOf(shot);
    }

    /**
     * A place in a shot of which nothing is known.
     *
     * @param seed the user's
     * @param frame index of the window's first frame
     * @param top row of its first pixel
     * @param left column of its first pixel
     */
    public Placement(long seed, int frame, int top, int left) {
        this(seed, frame, top, left, List.of());
    }

    /**
     * {@return the same place, with what was measured of its shot}
     *
     * @param measured what the model's measure gave
     */
    public Placement withShot(List<Float> measured) {
        return new Placement(seed, frame, top, left, measured);
    }
}
