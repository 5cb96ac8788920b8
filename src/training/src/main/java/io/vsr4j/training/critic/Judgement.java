package io.vsr4j.training.critic;

import ai.djl.ndarray.NDArray;
import io.vsr4j.training.loss.Losses;

/**
 * What a critic with two heads answers: above 0 for real, below for fake.
 *
 * @param detail whether the details are those of pictures, {@code [B * T, D, H, W]}; null if the critic lacks the head
 * @param consistency whether the frames follow each other as in videos, {@code [B * T, C, H, W]}; null if the critic lacks
 *     the head
 */
public record Judgement(NDArray detail, NDArray consistency) {
    /** {@return how far the head of details is from the label of a kind of clip; null if nothing is asked of it} */
    public NDArray detailLoss(ClipKind kind) {
        return loss(detail, kind.detail());
    }

    /** {@return how far the head of consistency is from the label of a kind of clip; null if nothing is asked of it} */
    public NDArray consistencyLoss(ClipKind kind) {
        return loss(consistency, kind.consistency());
    }

    private static NDArray loss(NDArray answers, int label) {
        return answers == null || label == 0 ? null : Losses.nonSaturating(answers, label);
    }
}
