package io.vsr4j.training.ultravsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Terms;
import io.vsr4j.training.loss.Losses;

/**
 * The model learns by all its losses (section 4.1.2).
 *
 * @param student the model
 * @param teachers of the joint distillation; null without it
 * @param text features of the prompt
 * @param losses what it learns by
 */
record GeneratorPhase(Student student, Teachers teachers, NDArray text, UltraVsrLosses losses)
        implements Phase<UltraVsrSample> {
    static final String GROUP = "generator";

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public Terms terms(UltraVsrSample sample, Draw draw, NDManager scope) {
        NDArray low = Scopes.borrow(scope, sample.clip().low());
        NDArray high = Scopes.borrow(scope, sample.clip().high());
        NDArray restored = student.forward(low, text, sample.drs());
        LossWeights weights = losses.weights();
        Terms terms = new Terms();
        if (weights.mse() > 0) {
            // Colours from -1 to 1, as the networks have them, are twice as far apart.
            terms.add("mse", weights.mse(), Torch.scale(Losses.mse(restored, high), 4));
        }
        if (weights.lpips() > 0) {
            terms.add("lpips", weights.lpips(), losses.lpips().of(restored, high));
        }
        if (weights.gan() > 0) {
            terms.addSigned(
                    "gan", weights.gan(), Losses.hingeOfJudged(losses.critic().judge(restored)));
        }
        NDArray latents = null;
        if (weights.sjd() > 0) {
            latents = teachers.latents(restored);
            NDArray direction = teachers.direction(latents, text, losses.distillation(), draw);
            terms.add("sjd", weights.sjd(), JointDistillation.loss(latents, direction));
        }
        sample.keep(restored, latents);
        return terms;
    }
}
