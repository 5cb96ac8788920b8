package io.vsr4j.quality;

import ai.djl.ndarray.NDArray;
import io.vsr4j.media.Picture;

/**
 * A pair that is there as arrays.
 *
 * @param index of the frame
 * @param output {@code [1, 3, H, W]}
 * @param reference the same, or null
 */
public record ArrayPair(int index, NDArray output, NDArray reference) implements FramePair {
    @Override
    public double seconds() {
        return index / 25.0;
    }

    @Override
    public boolean hasReference() {
        return reference != null;
    }

    @Override
    public Picture picture(Side side) {
        throw new UnsupportedOperationException("only arrays");
    }

    @Override
    public NDArray rgb(Side side) {
        return side == Side.OUTPUT ? output : reference;
    }
}
