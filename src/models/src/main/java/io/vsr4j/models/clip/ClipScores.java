package io.vsr4j.models.clip;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.TorchScript;

/** How well pictures fit texts. */
public final class ClipScores {
    private static final TorchScript SCRIPT = TorchScript.resource(ClipScores.class, "scores.ts.py");

    private ClipScores() {}

    /**
     * @param x {@code [..., C]}
     * @return the same, each of length 1
     */
    public static NDArray unit(NDArray x) {
        return SCRIPT.call("unit", x);
    }

    /**
     * @param image {@code [N, C]}, of length 1
     * @param text {@code [M, C]}, of length 1
     * @return {@code [N, M]}, -1 to 1
     */
    public static NDArray cosines(NDArray image, NDArray text) {
        return SCRIPT.call("cosines", image, text);
    }

    /**
     * How much better pictures fit the first prompt of each pair than the second. Source: Wang et al., "Exploring CLIP
     * for Assessing the Look and Feel of Images", 2023.
     *
     * @param logits {@code [N, 2 P]}, scaled cosines; the prompts of a pair side by side
     * @return {@code [N, P]}, 0 to 1
     */
    public static NDArray pairProbabilities(NDArray logits) {
        return SCRIPT.call("pair_probabilities", logits);
    }
}
