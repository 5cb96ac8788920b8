package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;

/**
 * What a UNet's layers are told besides the picture.
 *
 * @param time SiLU of the time embedding, {@code [N or 1, T]}; null in a network without time
 * @param text {@code [N or 1, S, E]}; null in a network without text
 */
record Condition(NDArray time, NDArray text) {
    static final Condition NONE = new Condition(null, null);
}
