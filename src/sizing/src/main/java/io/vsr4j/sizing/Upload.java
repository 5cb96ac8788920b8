package io.vsr4j.sizing;

/**
 * A video that comes in.
 *
 * @param time seconds since the beginning
 * @param frames its length
 */
public record Upload(double time, long frames) {
    /** @throws IllegalArgumentException if it comes before the beginning, or has no frame */
    public Upload {
        Named.require("time", time, 0, Double.MAX_VALUE);
        Named.require("frames", frames, 1, 1e15);
    }
}
