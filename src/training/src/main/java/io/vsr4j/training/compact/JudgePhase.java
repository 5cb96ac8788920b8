package io.vsr4j.training.compact;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Terms;
import io.vsr4j.training.critic.ClipKind;
import io.vsr4j.training.critic.Judgement;
import java.util.function.Supplier;

/**
 * The critic's part of a step, with AdcVSR's kinds of clips and labels.
 *
 * @param critic is trained
 * @param made what the network has made in this step
 */
record JudgePhase(LightCritic critic, Supplier<NDArray> made) implements Phase<CompactSample> {
    static final String GROUP = "critic";

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public Terms terms(CompactSample sample, Draw draw, NDManager scope) {
        NDArray detail = null;
        NDArray consistency = null;
        for (ClipKind kind : ClipKind.values()) {
            NDArray clip = kind == ClipKind.STUDENT ? made.get() : sample.real().get(kind);
            Judgement answers = critic.judge(Scopes.borrow(scope, clip), sample.frames());
            detail = sum(detail, answers.detailLoss(kind));
            consistency = sum(consistency, answers.consistencyLoss(kind));
        }
        return new Terms().add("critic-detail", 1, detail).add("critic-consistency", 1, consistency);
    }

    private static NDArray sum(NDArray a, NDArray b) {
        return a == null ? b : b == null ? a : a.add(b);
    }
}
