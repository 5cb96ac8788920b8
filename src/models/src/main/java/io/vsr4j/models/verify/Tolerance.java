package io.vsr4j.models.verify;

import com.google.gson.JsonElement;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;

/**
 * How far a result may be off.
 *
 * @param largest absolute difference of any element
 * @param share of the elements that may differ at all
 */
public record Tolerance(double largest, double share) {
    private static final double SMALL = 0.01;
    private static final double ROUNDINGS = 64;

    /** Refuses a tolerance that everything or nothing would pass. */
    public Tolerance {
        if (!(largest >= 0) || Double.isInfinite(largest) || !(share >= 0 && share <= 1)) {
            throw new CheckpointException(
                    "a tolerance must be a finite number of at least 0 and a share from 0 to 1, got " + largest
                            + " and " + share);
        }
    }

    /** Bit for bit. */
    public static final Tolerance EXACT = new Tolerance(0, 0);

    /**
     * Every element may differ.
     *
     * @param largest absolute difference of any element
     * @return the tolerance
     */
    public static Tolerance of(double largest) {
        return new Tolerance(largest, 1);
    }

    /** Reads the manifest's entry of one output. */
    static Tolerance of(JsonElement entry) {
        if (entry.isJsonPrimitive() && entry.getAsJsonPrimitive().isNumber()) {
            return of(entry.getAsDouble());
        }
        if (!entry.isJsonObject()) {
            throw new CheckpointException("a tolerance must be a number or an object, got " + entry);
        }
        Config rule = new Config("tolerance", entry.getAsJsonObject());
        return new Tolerance(rule.fraction("max_abs_err", Double.NaN), rule.fraction("max_fraction_off", 1));
    }

    /**
     * What a network is allowed that computes in fewer bits. Its own rounding, of one part in 2048 (F16) or 256 (BF16) of
     * the largest value, adds up over the layers; a right network has been seen to stay below {@value #ROUNDINGS} times
     * that. Values around zero count as {@value #SMALL}.
     */
    Tolerance in(DType type, double peak) {
        double rounding =
                switch (type) {
                    case F16 -> 1.0 / 2048;
                    case BF16 -> 1.0 / 256;
                    default -> 0;
                };
        return rounding == 0 ? this : new Tolerance(Math.max(largest, ROUNDINGS * rounding * Math.max(peak, SMALL)), 1);
    }
}
