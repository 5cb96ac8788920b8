package io.vsr4j.training.compact;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Terms;
import io.vsr4j.training.critic.Judgement;
import io.vsr4j.training.loss.Losses;

/** The network's part of a step. */
final class RestorePhase implements Phase<CompactSample> {
    static final String GROUP = "generator";

    /** What comes near is measured by. */
    enum Distance {
        CHARBONNIER,
        DECIBELS,
        MSE
    }

    /** Brings decibels to about the size of squared errors, for which gradients are clipped. */
    private static final double DECIBEL = 0.01;

    private final CompactStudent student;
    private final Distance distance;
    private final double steady;
    private final LightCritic critic;
    private final double weight;
    private NDArray kept;

    /**
     * @param student is trained
     * @param distance is made small
     * @param steady weight of the distance in decibels of what changes from one frame to the next, 0 for none
     * @param critic null if nobody judges
     * @param weight of each of the critic's heads
     */
    RestorePhase(CompactStudent student, Distance distance, double steady, LightCritic critic, double weight) {
        this.student = student;
        this.distance = distance;
        this.steady = steady;
        this.critic = critic;
        this.weight = weight;
    }

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public Terms terms(CompactSample sample, Draw draw, NDManager scope) {
        NDArray restored = student.restored(Scopes.borrow(scope, sample.low()), sample.frames());
        Terms terms =
                switch (distance) {
                    case CHARBONNIER -> new Terms().add("charbonnier", 1, Losses.charbonnier(restored, sample.high()));
                    case DECIBELS -> new Terms().add("decibels", DECIBEL, Losses.decibels(restored, sample.high()));
                    case MSE -> new Terms().add("mse", 1, Losses.mse(restored, sample.high()));
                };
        if (steady > 0) {
            NDArray wanted = changes(sample.high(), sample.frames());
            terms.add("steady", steady * DECIBEL, Losses.decibels(changes(restored, sample.frames()), wanted));
        }
        if (critic != null) {
            kept = restored.stopGradient();
            Judgement answers = critic.judge(restored, sample.frames());
            terms.add("detail", weight, Losses.nonSaturating(answers.detail(), 1));
            terms.add("consistency", weight, Losses.nonSaturating(answers.consistency(), 1));
        }
        return terms;
    }

    /** {@return {@code [B * (T - 1), 3, H, W]}, each frame less the one before} */
    private static NDArray changes(NDArray frames, int count) {
        Shape shape = frames.getShape();
        NDArray clips = frames.reshape(-1, count, 3, shape.get(2), shape.get(3));
        return clips.get(new NDIndex(":, 1:"))
                .sub(clips.get(new NDIndex(":, :-1")))
                .reshape(-1, 3, shape.get(2), shape.get(3));
    }

    /** {@return what the network has made in this step, without a gradient} */
    NDArray kept() {
        return kept;
    }
}
