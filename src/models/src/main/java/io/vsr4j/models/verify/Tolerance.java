package io.vsr4j.models.verify;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
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
        JsonObject object = entry.getAsJsonObject();
        double share =
                object.has("max_fraction_off") ? object.get("max_fraction_off").getAsDouble() : 1;
        return new Tolerance(object.get("max_abs_err").getAsDouble(), share);
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
