package io.vsr4j.models.adcvsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.TorchScript;

/**
 * The temporal residual block: {@code y = x + conv2(relu(conv1(x)))}, both convolutions along time at each place of the
 * picture. It begins with a second convolution of zero, and then changes nothing.
 */
public final class TemporalBlock {
    /** What begins at zero. */
    public static final String ZERO_STARTED = ".conv2.";

    /** How many frames on each side it sees. */
    public static final int REACH = 2;

    private static final TorchScript SCRIPT = TorchScript.resource(TemporalBlock.class, "temporal.ts.py");

    private final Parameters parameters;

    /**
     * Declares the tensors.
     *
     * @param p of this block
     * @param width channels
     */
    public TemporalBlock(Parameters p, int width) {
        parameters = p.conv("conv1", width, width, 3).conv("conv2", width, width, 3);
    }

    /**
     * Computes the block.
     *
     * @param x [B * T, C, H, W], the frames of each clip one after the other; not closed
     * @param frames T
     * @return the shape of {@code x}
     */
    public NDArray forward(NDArray x, int frames) {
        return SCRIPT.call("block", x, parameters.dict(), frames);
    }
}
