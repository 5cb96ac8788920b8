package io.vsr4j.sizing;

/**
 * What a piece of work takes where nothing else runs.
 *
 * @param seconds time
 * @param cores processor time divided by that; 0 where it is not shared, as on a GPU that one task has for itself
 */
public record Effort(double seconds, double cores) {
    /** @throws IllegalArgumentException if a number is negative or none */
    public Effort {
        Named.require("seconds", seconds, 0, Double.MAX_VALUE);
        Named.require("cores", cores, 0, Double.MAX_VALUE);
    }

    Effort times(double factor) {
        return new Effort(seconds * factor, cores);
    }
}
