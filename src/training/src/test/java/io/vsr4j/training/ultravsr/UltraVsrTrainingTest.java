package io.vsr4j.training.ultravsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.models.ultravsr.UltraVsrFolder;
import io.vsr4j.quality.lpips.Lpips;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Recipes;
import io.vsr4j.training.Settings;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.loss.PictureLoss;
import io.vsr4j.training.run.StepResult;
import io.vsr4j.training.run.Trainer;
import io.vsr4j.training.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UltraVsrTrainingTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void make() throws IOException {
        ModelRegistry.folders("ultravsr").tiny(folder.resolve("tiny"), 1);
    }

    private static Settings settings(String... pairs) {
        Map<String, String> replaced = new HashMap<>(
                Map.of("weights", folder.resolve("tiny").toString(), "critic.widths", "4, 4", "accumulation", "1"));
        for (int i = 0; i < pairs.length; i += 2) {
            replaced.put(pairs[i], pairs[i + 1]);
        }
        return Recipes.settings(new UltraVsrRecipe(), replaced);
    }

    /** With a small LPIPS, since VGG16 is large and not at hand. */
    private static UltraVsrTask task(Settings settings) throws IOException {
        UltraVsrFolder start = new UltraVsrFolder(WeightsFolder.open(settings.path("weights"), "ultravsr"));
        Lpips small = new Lpips(Lpips.Net.VGG, 16);
        small.bind(Device.cpu(), DType.F32, new RandomTensors(5));
        UltraVsrLosses losses = new UltraVsrLosses(
                LossWeights.of(settings),
                JointDistillation.of(settings),
                PictureLoss.of(small),
                VideoCritic.fresh(List.of(4, 4), 1, Device.cpu()));
        return new UltraVsrTask(start, new MovingPattern(1, 2, 64), losses, 1, Device.cpu(), DType.F32);
    }

    /** The losses of the one sample that there is, at fixed timesteps, with fixed noise. */
    private static Map<String, Double> measured(UltraVsrTask task) throws IOException {
        Map<String, Double> sums = new LinkedHashMap<>();
        try (Autograd off = Autograd.off();
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            UltraVsrSample sample = task.sample(0, scope);
            for (Phase<UltraVsrSample> phase : task.phases()) {
                for (int draw = 0; draw < 4; draw++) {
                    phase.terms(sample, new Draw(99, draw), scope)
                            .values()
                            .forEach((name, loss) -> sums.merge(name, (double) loss.getFloat(), Double::sum));
                }
            }
        }
        return sums;
    }

    /** Regression by the model, and what the networks of the distillation learn of latents. */
    @Test
    void lossesFall() throws IOException {
        Settings settings = settings(
                "steps", "40",
                "learning-rate", "3e-3",
                "real-learning-rate", "1e-2",
                "fake-learning-rate", "1e-2",
                "checkpoint-every", "1000");
        try (UltraVsrTask task = task(settings)) {
            Map<String, Double> before = measured(task);
            train(task, settings, "falling", false, -1);
            Map<String, Double> after = measured(task);

            assertThat(after.get("mse")).isLessThan(0.5 * before.get("mse"));
            assertThat(after.get("lpips")).isLessThan(0.7 * before.get("lpips"));
            assertThat(after.get("real-noise")).isLessThan(0.8 * before.get("real-noise"));
            assertThat(after.get("fake-noise")).isLessThan(0.8 * before.get("fake-noise"));
            assertThat(after.get("sjd")).as("the networks have come to differ").isPositive();
        }
    }

    /** Ends a training as a machine without power does. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static void train(UltraVsrTask task, Settings settings, String name, boolean resume, int crashAfter)
            throws IOException {
        new Trainer<>(task, settings, folder.resolve(name), new TrainingListener() {
                    @Override
                    public void stepped(StepResult result, double waited) {
                        if (result.step() == crashAfter) {
                            throw new Crash();
                        }
                    }
                })
                .run(resume);
    }

    private static void train(String name, boolean resume, int crashAfter) throws IOException {
        Settings settings = settings("steps", "4", "checkpoint-every", "2", "learning-rate", "1e-3");
        try (UltraVsrTask task = task(settings)) {
            train(task, settings, name, resume, crashAfter);
        }
    }

    /** To the bit: two runs of which one crashes; and what comes out restores. */
    @Test
    void aCrashedRunGoesOnAsIfNothingHadBeen() throws IOException {
        train("whole", false, -1);
        assertThatThrownBy(() -> train("crashed", false, 2)).isInstanceOf(Crash.class);
        train("crashed", true, -1);
        for (String file : List.of(
                "weights/rts/diffusion_pytorch_model.safetensors",
                "weights/unet_lora/diffusion_pytorch_model.safetensors",
                "weights/vae_lora/diffusion_pytorch_model.safetensors",
                "checkpoints/step-000000004/training/state.safetensors")) {
            assertThat(folder.resolve("crashed").resolve(file))
                    .as(file)
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
        float[] start = restored(folder.resolve("tiny"));
        float[] trained = restored(folder.resolve("whole/weights"));
        assertThat(trained).hasSameSizeAs(start).isNotEqualTo(start).doesNotContain(Float.NaN);
    }

    private static float[] restored(Path weights) {
        try (VsrModel model = ModelRegistry.open(
                        "ultravsr", 4, new ModelOptions(Optional.of(weights), Device.cpu(), DType.F32));
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            NDArray low = new MovingPattern(1, 2, 64).clip(0, scope).low();
            return model.restore(low, Placement.ORIGIN).toFloatArray();
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        refused(settings("weights", ""), "setting weights", "vsr init ultravsr");
        refused(settings("batch", "2"), "batch", "accumulation");
        refused(settings(), "lpips.vgg16", "loss.lpips=0");
        refused(settings("loss.lpips", "0", "critic.widths", "4,,4"), "critic.widths", "4,,4");
        refused(settings("sjd.last-timestep", "1000"), "below 1000", "1000");
    }

    private static void refused(Settings settings, String... why) {
        assertThatThrownBy(() -> UltraVsrRecipe.task(settings, new MovingPattern(1, 2, 64), Device.cpu()))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(error -> assertThat(error.getMessage()).contains(why));
    }

    @Test
    void clipsThatDoNotFitAreRefused() {
        refused(64, 32, "clip.scale=4");
        refused(96, 24, "multiples of 64");
    }

    private static void refused(int high, int low, String why) {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            Clip clip = new Clip(
                    scope.zeros(new Shape(2, 3, high, high)), scope.zeros(new Shape(2, 3, low, low)), null, null);
            assertThatThrownBy(() -> new UltraVsrSample(clip, 0.5))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(why);
        }
    }
}
