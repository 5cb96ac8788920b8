package io.vsr4j.training.adcvsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.adcvsr.AdcVsrProvider;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Recipe;
import io.vsr4j.training.Recomputed;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Shown;
import io.vsr4j.training.run.StepResult;
import io.vsr4j.training.run.Trainer;
import io.vsr4j.training.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class AdcVsrTaskTest {
    private static final WavyClips CLIPS = new WavyClips(1, 3, 32, 0.2, 5);

    @TempDir
    private Path folder;

    private Path weights;

    @BeforeEach
    void makeWeights() throws IOException {
        weights = Tiny.weights(folder);
    }

    private static List<StepResult> train(Settings settings, Path root, boolean resume, int stopAfter)
            throws IOException {
        List<StepResult> results = new ArrayList<>();
        List<Trainer<?>> trainer = new ArrayList<>();
        try (AdcVsrTask task = Tiny.task(settings, CLIPS)) {
            trainer.add(new Trainer<>(task, settings, root, new TrainingListener() {
                @Override
                public void stepped(StepResult result, double waited) {
                    results.add(result);
                    if (results.size() == stopAfter) {
                        trainer.get(0).stop();
                    }
                }
            }));
            trainer.get(0).run(resume);
        }
        return results;
    }

    private static double mean(List<StepResult> results, String term) {
        return results.stream()
                .mapToDouble(result -> result.terms().get(term))
                .average()
                .orElseThrow();
    }

    /**
     * Without the differences of pixels: of three gradients that meet at the pictures the sum depends on the order, which this
     * network's norms, of few channels at random, make a thousandth of.
     */
    @Test
    void stagesMayBeComputedOnceMore() throws IOException {
        try (AdcVsrTask task = Tiny.task(Tiny.settings(Tiny.STAGE2, weights, "loss.pixels", "0"), CLIPS)) {
            Recomputed.gradientsAreEqual(task, 10);
        }
    }

    @Test
    void regressionAndLatentTermsFallByHalf() throws IOException {
        Settings settings =
                Tiny.settings(Tiny.STAGE1, weights, "steps", "120", "learning-rate", "5e-3", "loss.dists", "0");
        List<StepResult> results = train(settings, folder.resolve("out"), false, 0);
        for (String term : List.of("pixels", "features")) {
            double first = mean(results.subList(0, 4), term);
            double last = mean(results.subList(116, 120), term);
            assertThat(last).as("%s, %s at first", term, first).isLessThan(first / 2);
        }
    }

    private void resumes(Recipe recipe, String batch, String... terms) throws IOException {
        Settings settings = Tiny.settings(recipe, weights, "steps", "3", "batch", batch);
        Path whole = folder.resolve("whole");
        Path interrupted = folder.resolve("interrupted");
        List<StepResult> all = train(settings, whole, false, 0);
        List<StepResult> parts = new ArrayList<>(train(settings, interrupted, false, 1));
        parts.addAll(train(settings, interrupted, true, 0));
        assertThat(parts.stream().map(StepResult::terms).toList())
                .isEqualTo(all.stream().map(StepResult::terms).toList());
        String file = "weights/generator/diffusion_pytorch_model.safetensors";
        assertThat(interrupted.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        assertThat(all.get(0).terms()).containsOnlyKeys(terms);
        assertThat(all.get(0).terms().values())
                .allSatisfy(value -> assertThat(value).isPositive().isFinite());
    }

    @Test
    void theFirstStageGoesOnAsIfNothingHadBeen() throws IOException {
        resumes(Tiny.STAGE1, "2", "pixels", "dists", "features");
    }

    /** Both sides of both critics have their losses. */
    @Test
    void theSecondStageGoesOnAsIfNothingHadBeen() throws IOException {
        resumes(
                Tiny.STAGE2,
                "1",
                "pixels",
                "dists",
                "features",
                "pixel-detail",
                "pixel-consistency",
                "feature-detail",
                "feature-consistency",
                "critic-pixel-detail",
                "critic-pixel-consistency",
                "critic-feature-detail",
                "critic-feature-consistency");
    }

    /** What a checkpoint restores is what the network that was trained makes, there as here. */
    @Test
    void aCheckpointIsAWeightsFolder() throws IOException {
        Settings settings = Tiny.settings(Tiny.STAGE1, weights, "steps", "1", "loss.dists", "0", "loss.features", "0");
        Path root = folder.resolve("out");
        train(settings, root, false, 0);
        Path trained = root.resolve("weights");
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off();
                Student student = Student.open(trained, Device.cpu(), DType.F32);
                VsrModel model =
                        new AdcVsrProvider().open(4, new ModelOptions(Optional.of(trained), Device.cpu(), DType.F32))) {
            NDArray low = new WavyClips(1, 3, 64, 0.2, 5).clip(0, scope).low();
            NDArray restored = model.restore(low, Placement.ORIGIN);
            NDArray expected = student.pictures(student.features(low.mul(2).sub(1), 3));
            assertThat(restored.getShape()).isEqualTo(expected.getShape());
            assertThat(restored.mul(2).sub(1).sub(expected).abs().max().getFloat())
                    .isLessThan(1e-4f);
        }
    }

    /** The page shows input, result and target, all alike in size, colours from 0 to 1. */
    @Test
    void whatItMakesIsShown() throws IOException {
        try (AdcVsrTask task = Tiny.task(Tiny.settings(Tiny.STAGE1, weights), CLIPS);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            List<Shown> shown = task.show(task.sample(0, scope), scope);
            assertThat(shown).extracting(Shown::caption).containsExactly("input", "result", "target");
            assertThat(shown).extracting(one -> one.image().getShape()).containsOnly(new Shape(3, 32, 32));
            NDArray wanted = CLIPS.clip(0, scope).teacher().get(1);
            assertThat(shown.get(2).image().sub(wanted).abs().max().getFloat()).isLessThan(1e-6f);
        }
    }

    @Test
    void aTrainingWithoutAnyLossIsRefused() throws IOException {
        Settings settings = Tiny.settings(
                Tiny.STAGE1, weights, "loss.pixels", "0", "loss.dists", "0", "loss.features", "0", "steps", "1");
        assertThatThrownBy(() -> train(settings, folder.resolve("out"), false, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight 0");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        refused(Tiny.settings(Tiny.STAGE1, weights, "weights", ""), "set weights");
        refused(Tiny.settings(Tiny.STAGE1, weights, "vae", ""), "set vae");
        refused(Tiny.settings(Tiny.STAGE1, weights, "dists.vgg16", ""), "set dists.vgg16", "loss.dists is 0");
        refused(Tiny.settings(Tiny.STAGE2, weights, "critic.pixel-backbone", ""), "set critic.pixel-backbone");
        refused(
                Tiny.settings(Tiny.STAGE2, weights, "critic.detail", "0", "critic.consistency", "0"),
                "at least one head");
    }

    private static void refused(Settings settings, String... why) {
        assertThatThrownBy(() -> Tiny.task(settings, CLIPS).close())
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(why).allSatisfy(part -> assertThat(e).hasMessageContaining(part)));
    }

    @Test
    void clipsThatDoNotFitAreRefused() throws IOException {
        Settings settings = Tiny.settings(Tiny.STAGE1, weights);
        try (AdcVsrTask task = Tiny.task(settings, new WavyClips(1, 3, 40, 0.2, 5));
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            assertThatThrownBy(() -> task.sample(0, scope))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("(3, 3, 10, 10)")
                    .hasMessageContaining("multiples of 16");
        }
    }
}
