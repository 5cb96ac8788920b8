package io.vsr4j.models.clip;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;

/**
 * CLIP-IQA: how good a picture looks, by how much better it fits "Good photo." than "Bad photo.". Source: Wang et al.,
 * "Exploring CLIP for Assessing the Look and Feel of Images", 2023.
 */
public class ClipIqa extends Network {
    private final ClipResNet tower;
    private final Parameters scale;

    /** @param config see {@link ClipResNet} */
    public ClipIqa(Config config) {
        scale = parameters().exact("logit_scale");
        tower = new ClipResNet(parameters().child("visual"), config);
    }

    /** {@return the image tower} */
    public final ClipResNet tower() {
        return tower;
    }

    /**
     * Compares pictures with prompts.
     *
     * @param features {@code [N, C]}, from the tower
     * @param text {@code [2 P, C]}, features of the prompts, of any length; the prompts of a pair side by side
     * @return {@code [N, 2 P]}: scaled cosines
     */
    public final NDArray logits(NDArray features, NDArray text) {
        try (NDArray image = ClipScores.unit(features);
                NDArray prompts = ClipScores.unit(text);
                NDArray cosines = ClipScores.cosines(image, prompts)) {
            return cosines.mul(Math.exp(scale.get("logit_scale").toFloatArray()[0]));
        }
    }

    /**
     * Scores pictures.
     *
     * @param x {@code [N, 3, H, W]}, RGB, 0 to 1
     * @param text {@code [2 P, C]}, features of the prompts
     * @param positions false for the published scores
     * @return {@code [N, 1]}, 0 to 1: the mean over the pairs
     */
    public final NDArray score(NDArray x, NDArray text, boolean positions) {
        try (NDArray features = tower.forward(x, positions);
                NDArray logits = logits(features, text);
                NDArray pairs = ClipScores.pairProbabilities(logits)) {
            return pairs.mean(new int[] {1}, true);
        }
    }
}
