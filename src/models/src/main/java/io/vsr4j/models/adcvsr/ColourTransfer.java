package io.vsr4j.models.adcvsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.TorchScript;

/** What AdcSR does with a picture after its network. */
public final class ColourTransfer {
    private static final TorchScript SCRIPT = TorchScript.resource(ColourTransfer.class, "colour_transfer.ts.py");

    private ColourTransfer() {}

    /**
     * Gives each channel of each picture the mean and the deviation that it has in the source. The deviation is the
     * unbiased one, without a safeguard: a picture of one colour only has none to divide by.
     *
     * @param images {@code [N, 3, H, W]} of any floating-point type
     * @param source {@code [N, 3, h, w]}, at its own size
     * @return the shape of {@code images}, in single precision
     */
    public static NDArray apply(NDArray images, NDArray source) {
        return SCRIPT.call("transfer", images, source);
    }

    /**
     * Makes pixels of 8 bits, cutting off fractions as the reference does.
     *
     * @param images {@code [N, 3, H, W]} from -1 to 1; limited to that range
     * @return {@code uint8 [N, H, W, 3]}
     */
    public static NDArray truncated(NDArray images) {
        return SCRIPT.call("truncated", images);
    }
}
