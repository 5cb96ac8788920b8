package io.vsr4j.training.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.vsr4j.tensor.Torch;

/** Losses of one line, each a mean over all elements; gradients reach the first argument, and the second if it has any. */
public final class Losses {
    /** Of Charbonnier's penalty, as restoration papers have it. */
    private static final double CHARBONNIER = 1e-3;

    /** Of red, green and blue in luma (BT.601). */
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    /** Share of luma in an error that is to be as PSNR of luma tells it, without colours being forgotten. */
    private static final double LUMA_SHARE = 0.75;

    /** An error below which a picture is good enough: 40 dB. */
    private static final double GOOD = 1e-4;

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
     * How far pictures are from 40 dB: mean over pictures of {@code 10 log10(1 + e / 10^-4)}, e three quarters squared error
     * of luma (BT.601) and one quarter of all colours. Soft and quiet pictures, whose errors are small, count as much as others.
     *
     * @param a {@code [N, 3, H, W]}, RGB, 0 to 1
     * @param b likewise
     * @return the loss, 0 or more
     */
    public static NDArray decibels(NDArray a, NDArray b) {
        NDArray difference = a.sub(b);
        NDArray luma = Torch.scale(channel(difference, 0), LUMA[0])
                .add(Torch.scale(channel(difference, 1), LUMA[1]))
                .add(Torch.scale(channel(difference, 2), LUMA[2]));
        NDArray error =
                Torch.scale(meanSquare(luma), LUMA_SHARE).add(Torch.scale(meanSquare(difference), 1 - LUMA_SHARE));
        return Torch.scale(Torch.scale(error, 1 / GOOD).add(1).log().mean(), 10 / Math.log(10));
    }

    private static NDArray channel(NDArray pictures, int c) {
        return pictures.get(new NDIndex(":, {}:{}", c, c + 1));
    }

    /** {@return one for each picture} */
    private static NDArray meanSquare(NDArray pictures) {
        return Torch.mean(pictures.square(), new long[] {1, 2, 3}, false);
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
