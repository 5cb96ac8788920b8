package io.vsr4j.quality;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.Picture;
import io.vsr4j.quality.pixel.RowSource;

/** Frames of both videos; what they are converted to lives in one scope. */
final class DecodedPair implements FramePair {
    private final NDManager scope;
    private final FrameSide reference;
    private final FrameSide output;
    private final int index;
    private final double seconds;

    /** @param reference null if there is none */
    DecodedPair(NDManager scope, FrameSide reference, FrameSide output, int index, double seconds) {
        this.scope = scope;
        this.reference = reference;
        this.output = output;
        this.index = index;
        this.seconds = seconds;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public double seconds() {
        return seconds;
    }

    @Override
    public boolean hasReference() {
        return reference != null;
    }

    @Override
    public Picture picture(Side side) {
        return of(side).picture();
    }

    @Override
    public NDArray rgb(Side side) {
        return of(side).rgb(scope);
    }

    @Override
    public RowSource rows(Side side) {
        return of(side).rows();
    }

    private FrameSide of(Side side) {
        if (side == Side.REFERENCE && reference == null) {
            throw new IllegalStateException("there is no reference; ask hasReference first");
        }
        return side == Side.REFERENCE ? reference : output;
    }
}
