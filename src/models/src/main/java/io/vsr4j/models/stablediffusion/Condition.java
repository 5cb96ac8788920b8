package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a UNet's layers are told besides the picture.
 *
 * @param time SiLU of the time embedding, {@code [N or 1, T]}; null in a network without time
 * @param text {@code [N or 1, S, E]}; null in a network without text
 */
record Condition(NDArray time, NDArray text) {
    static final Condition NONE = new Condition(null, null);

    /** {@return what there is of both} */
    List<NDArray> arrays() {
        return Stream.of(time, text).filter(Objects::nonNull).toList();
    }

    /** {@return the same with other arrays, in the order of {@link #arrays}} */
    Condition of(List<NDArray> arrays) {
        Iterator<NDArray> next = arrays.iterator();
        return new Condition(time == null ? null : next.next(), text == null ? null : next.next());
    }
}
