package io.vsr4j.models;

/**
 * The numbers of frames that a model takes at once: a smallest one and every {@code step}-th after it.
 *
 * @param minimum the smallest, at least 1
 * @param step the distance between two, at least 1
 */
public record FrameRule(int minimum, int step) {
    /** Any number of frames. */
    public static final FrameRule ANY = new FrameRule(1, 1);

    /** Checks the numbers. */
    public FrameRule {
        if (minimum < 1 || step < 1) {
            throw new IllegalArgumentException("minimum and step must be at least 1, got " + minimum + ", " + step);
        }
    }

    /**
     * {@return whether a window may have this many frames}
     *
     * @param frames any number
     */
    public boolean accepts(int frames) {
        return frames >= minimum && (frames - minimum) % step == 0;
    }

    /**
     * {@return the smallest accepted number that is not below the given one}
     *
     * @param frames at least 1
     */
    public int up(int frames) {
        return frames <= minimum ? minimum : minimum + (frames - minimum + step - 1) / step * step;
    }

    @Override
    public String toString() {
        if (step == 1) {
            return minimum == 1 ? "any number of" : minimum + " or more";
        }
        return minimum + ", " + (minimum + step) + ", " + (minimum + 2 * step) + ", ...";
    }
}
