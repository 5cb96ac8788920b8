package io.vsr4j.models.network;

import ai.djl.ndarray.types.Shape;
import java.util.function.ToLongFunction;

/**
 * Counts multiplications, each with its addition (MACs), as the literature does: convolutions, linear layers and attention.
 * Norms, activations, sums and resizes are left out.
 *
 * <p>What is multiplied with the weights is counted from the tensors that a network declares, so that the number follows
 * every change of it: each weight is applied as a whole wherever its layer gives a result. A system says of how many places
 * that are, by the layer's name.
 */
public final class Macs {
    private static final String WEIGHT = ".weight";

    private Macs() {}

    /**
     * Counts the multiplications with weights.
     *
     * @param parameters declared by a network or a part of one
     * @param places how many results a layer gives, pixels or tokens, by its whole name without {@code .weight}; 0 for one
     *     that does not run
     * @return their number
     */
    public static long of(Parameters parameters, ToLongFunction<String> places) {
        long sum = 0;
        for (var tensor : parameters.shapes().entrySet()) {
            String name = tensor.getKey();
            Shape shape = tensor.getValue();
            // With a single axis it is the scale of a norm.
            if (name.endsWith(WEIGHT) && shape.dimension() > 1) {
                String layer = name.substring(0, name.length() - WEIGHT.length());
                sum = Math.addExact(sum, Math.multiplyExact(shape.size(), places.applyAsLong(layer)));
            }
        }
        return sum;
    }

    /**
     * Counts the multiplications of an attention, those of its linear layers aside: logits and weighted sums.
     *
     * @param queries how many
     * @param keys that each of them sees
     * @param width of all heads together
     * @return their number
     */
    public static long attention(long queries, long keys, long width) {
        return Math.multiplyExact(2 * width, Math.multiplyExact(queries, keys));
    }
}
