package io.vsr4j.upscale;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.ColourMatch;
import io.vsr4j.tensor.TorchScript;

/** Gives a restored window the colours of its source; a function of that window alone, so that windows stay independent. */
final class ColourMatcher {
    private static final TorchScript COLOUR = TorchScript.resource(ColourMatcher.class, "colour.ts.py");

    private ColourMatcher() {}

    /**
     * {@return the matched window, on the manager of {@code restored}}
     *
     * @param how the way that the model's card asks for
     * @param restored [n, 3, H, W]
     * @param source the same frames before, [n, 3, h, w]
     */
    static NDArray apply(ColourMatch how, NDArray restored, NDArray source) {
        return switch (how) {
            case NONE -> restored;
            case MEAN_STD -> COLOUR.call("mean_std", restored, source);
            case WAVELET -> COLOUR.call("wavelet", restored, source);
        };
    }
}
