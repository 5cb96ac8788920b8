package io.vsr4j.training.adcvsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Terms;
import io.vsr4j.training.critic.ClipKind;
import io.vsr4j.training.critic.Judgement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The critics learn to tell the kinds of clips apart (equations 4 and 5). It follows the student's phase, whose results are
 * one of the kinds.
 *
 * @param critics are trained
 * @param weights which of the two are asked for anything
 * @param target gives features of the other kinds
 */
record CriticPhase(Critics critics, LossWeights weights, FeatureTarget target) implements Phase<AdcVsrSample> {
    static final String GROUP = "critic";

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public Terms terms(AdcVsrSample sample, Draw draw, NDManager scope) {
        Map<String, NDArray> sums = new LinkedHashMap<>();
        for (ClipKind kind : ClipKind.values()) {
            losses(kind, sample, scope).forEach((name, loss) -> sums.merge(name, loss, NDArray::add));
        }
        return terms(sums);
    }

    /** One kind of clips after the other: what both critics keep for one is much already. */
    @Override
    public void parts(AdcVsrSample sample, Draw draw, NDManager scope, Consumer<Terms> part) {
        for (ClipKind kind : ClipKind.values()) {
            try (NDManager own = scope.newSubManager()) {
                Map<String, NDArray> losses = losses(kind, sample, own);
                if (!losses.isEmpty()) {
                    part.accept(terms(losses));
                }
            }
        }
    }

    private static Terms terms(Map<String, NDArray> losses) {
        Terms terms = new Terms();
        losses.forEach((name, loss) -> terms.add(name, 1, loss));
        return terms;
    }

    private Map<String, NDArray> losses(ClipKind kind, AdcVsrSample sample, NDManager scope) {
        boolean own = kind == ClipKind.STUDENT;
        NDArray pictures = own ? sample.pictures() : sample.real().get(kind);
        Map<String, NDArray> losses = new LinkedHashMap<>();
        if (weights.pixelCritic() > 0) {
            put(losses, "pixel", kind, critics.pixels(Scopes.borrow(scope, pictures), sample.frames()));
        }
        if (weights.featureCritic() > 0) {
            NDArray features = own ? sample.features() : target.of(Scopes.borrow(scope, pictures));
            put(losses, "feature", kind, critics.features(Scopes.borrow(scope, features), sample.frames()));
        }
        return losses;
    }

    private static void put(Map<String, NDArray> losses, String domain, ClipKind kind, Judgement answers) {
        NDArray detail = answers.detailLoss(kind);
        if (detail != null) {
            losses.put("critic-" + domain + "-detail", detail);
        }
        NDArray consistency = answers.consistencyLoss(kind);
        if (consistency != null) {
            losses.put("critic-" + domain + "-consistency", consistency);
        }
    }
}
