package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.Autograd;

/**
 * Lays filters out with the channels side by side. Convolutions follow the layout of their filters, norms and sums that
 * of their input, so the whole network works on such pictures: convolutions are faster, and a transformer's tokens are
 * the picture itself, not a copy.
 */
public final class ChannelsLast {
    private ChannelsLast() {}

    /**
     * Lays out a parameter.
     *
     * @param value of any shape; filters along two axes are laid out anew, in the same array, all else stays
     */
    public static void arrange(NDArray value) {
        long[] shape = value.getShape().getShape();
        if (shape.length == 4 && shape[2] * shape[3] > 1) {
            try (Autograd off = Autograd.off()) {
                Blocks.run("channels_last", value);
            }
        }
    }
}
