package io.vsr4j.training;

import ai.djl.ndarray.NDManager;
import java.util.function.Consumer;

/**
 * A part of a step that ends with the update of one group of parameters.
 *
 * @param <S> what a step looks at
 */
public interface Phase<S> {
    /** {@return name of the group that is updated; gradients that other groups get meanwhile are thrown away} */
    String group();

    /**
     * Computes the losses of one sample, with gradients recorded.
     *
     * @param sample what the step looks at; the same for each phase of a step
     * @param draw random numbers, a function of seed and sample; each phase gets the same
     * @param scope for what is computed; lives until the step is over, so that a later phase may use what an earlier one
     *     has kept
     * @return the losses
     */
    Terms terms(S sample, Draw draw, NDManager scope);

    /**
     * Computes the losses in parts, whose sum is meant, for a phase whose parts would not fit into memory side by side: the
     * gradient of each is taken before the next one is computed.
     *
     * @param sample as above
     * @param draw as above
     * @param scope as above
     * @param part takes what {@link #terms} gives, or parts of it, one after the other
     */
    default void parts(S sample, Draw draw, NDManager scope, Consumer<Terms> part) {
        part.accept(terms(sample, draw, scope));
    }
}
