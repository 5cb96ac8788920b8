package io.vsr4j.training.loss;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.Torch;

/** Losses of one line, each a mean over all elements; gradients reach the first argument, and the second if it has any. */
public final class Losses {
    /** Of Charbonnier's penalty, as restoration papers have it. */
    private static final double CHARBONNIER = 1e-3;

    private Losses() {}

    /** {@return mean |a - b|} */
    public static NDArray l1(NDArray a, NDArray b) {
        return a.sub(b).abs().mean();
    }

    /** {@return mean (a - b)^2} */
    public static NDArray mse(NDArray a, NDArray b) {
        return a.sub(b).square().mean();
    }

    /** {@return mean sqrt((a - b)^2 + e^2), e = 0.001} */
    public static NDArray charbonnier(NDArray a, NDArray b) {
        return a.sub(b).square().add(CHARBONNIER * CHARBONNIER).sqrt().mean();
    }

    /**
     * The non-saturating loss of adversarial training (Goodfellow et al., 2014), {@code mean softplus(-label u)}.
     *
     * @param logits u, a critic's answers
     * @param label 1 if they should mean real, -1 if fake
     * @return the loss
     */
    public static NDArray nonSaturating(NDArray logits, int label) {
        return Torch.softplus(Torch.scale(logits, -label)).mean();
    }

    /**
     * The hinge loss of a critic (Lim and Ye, 2017), {@code mean max(0, 1 - label u)}. Whoever the critic judges takes
     * {@link #hingeOfJudged}.
     *
     * @param logits u, a critic's answers
     * @param label 1 if they should mean real, -1 if fake
     * @return the loss
     */
    public static NDArray hinge(NDArray logits, int label) {
        return Torch.clamp(Torch.scale(logits, -label).add(1), 0, Double.POSITIVE_INFINITY)
                .mean();
    }

    /** {@return {@code -mean u}, what a network minimises whose results a critic with a hinge loss calls u} */
    public static NDArray hingeOfJudged(NDArray logits) {
        return logits.mean().neg();
    }
}
