package io.vsr4j.training.ultravsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Terms;
import io.vsr4j.training.loss.Losses;

/**
 * The temporal critic learns to tell the model's videos from real ones.
 *
 * @param critic that learns
 */
record CriticPhase(VideoCritic critic) implements Phase<UltraVsrSample> {
    static final String GROUP = "critic";

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public Terms terms(UltraVsrSample sample, Draw draw, NDManager scope) {
        NDArray real = Scopes.borrow(scope, sample.clip().high());
        NDArray fake = Scopes.borrow(scope, sample.restored());
        return new Terms()
                .add("critic-real", 1, Losses.hinge(critic.judge(real), 1))
                .add("critic-fake", 1, Losses.hinge(critic.judge(fake), -1));
    }
}
