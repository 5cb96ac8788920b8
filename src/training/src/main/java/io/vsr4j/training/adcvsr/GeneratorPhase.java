package io.vsr4j.training.adcvsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Terms;
import io.vsr4j.training.critic.Judgement;
import io.vsr4j.training.loss.Losses;
import io.vsr4j.training.loss.PictureLoss;

/**
 * The student learns to make what its teacher makes, and what the critics take for real (equations 1 to 3).
 *
 * @param student is trained
 * @param weights of the losses
 * @param target of the features; null if they count nothing
 * @param dists DISTS; null if it counts nothing
 * @param critics of the results; null in the first stage
 */
record GeneratorPhase(Student student, LossWeights weights, FeatureTarget target, PictureLoss dists, Critics critics)
        implements Phase<AdcVsrSample> {
    static final String GROUP = "generator";

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public Terms terms(AdcVsrSample sample, Draw draw, NDManager scope) {
        NDArray wanted = Scopes.borrow(scope, sample.target());
        NDArray features = student.features(Scopes.borrow(scope, sample.low()), sample.frames());
        NDArray pictures = student.pictures(features);
        sample.keep(pictures, features);
        // Not in the paper's text, which has lost the norm: absolute differences, as AdcSR has them.
        Terms terms = new Terms().add("pixels", weights.pixels(), Losses.l1(pictures, wanted));
        if (dists != null) {
            terms.add("dists", weights.dists(), dists.of(unit(pictures), unit(wanted)));
        }
        if (target != null) {
            NDArray exact = Torch.to(features, DType.F32);
            terms.add("features", weights.features(), Losses.l1(exact, target.of(wanted)));
        }
        if (weights.pixelCritic() > 0) {
            add(terms, "pixel", weights.pixelCritic(), critics.pixels(pictures, sample.frames()));
        }
        if (weights.featureCritic() > 0) {
            add(terms, "feature", weights.featureCritic(), critics.features(features, sample.frames()));
        }
        return terms;
    }

    private static void add(Terms terms, String domain, double weight, Judgement answers) {
        if (answers.detail() != null) {
            terms.add(domain + "-detail", weight, Losses.nonSaturating(answers.detail(), 1));
        }
        if (answers.consistency() != null) {
            terms.add(domain + "-consistency", weight, Losses.nonSaturating(answers.consistency(), 1));
        }
    }

    /** DISTS knows pictures from 0 to 1. */
    private static NDArray unit(NDArray pictures) {
        return Torch.scale(pictures, 0.5).add(0.5);
    }
}
