package io.vsr4j.upscale;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.ColourMatch;
import io.vsr4j.tensor.TorchScript;

/** Gives a restored window the colours of its source; a function of that window alone, so that windows stay independent. */
final class ColourMatcher {
    private static final TorchScript COLOUR = TorchScript.resource(ColourMatcher.class, "colour.ts.py");

    private ColourMatcher() {}

    /**
     * Matches colours, in single precision: sums in fewer bits leave bands.
     *
     * @param how the way that the plan asks for
     * @param restored [n, 3, H, W]; changed
     * @param source the same frames before, [n, 3, h, w]
     */
    static void apply(ColourMatch how, NDArray restored, NDArray source) {
        switch (how) {
            case NONE -> {}
            case ADAIN -> COLOUR.callForEffect("transfer", restored, source);
            case ADAIN_FRAME -> COLOUR.callForEffect("transfer_frames", restored, source);
            case WAVELET -> COLOUR.callForEffect("wavelet", restored, source);
        }
    }
}
