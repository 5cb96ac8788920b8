package io.vsr4j.training.compact;

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
import io.vsr4j.models.compact.CompactConfig;
import io.vsr4j.models.compact.CompactNetwork;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import io.vsr4j.training.GradientCheck;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Recipes;
import io.vsr4j.training.Settings;
import io.vsr4j.training.data.SyntheticClips;
import io.vsr4j.training.loss.Losses;
import io.vsr4j.training.optim.Gradients;
import io.vsr4j.training.run.StepResult;
import io.vsr4j.training.run.Trainer;
import io.vsr4j.training.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactTaskTest {
    private static final SyntheticClips CLIPS = new SyntheticClips(3, 24, 2, 2);

    private static final Map<String, String> TINY = Map.of(
            "batch", "1",
            "network.width", "8",
            "network.body", "space time space",
            "clip.scale", "2",
            "learning-rate", "0.01",
            "warmup", "0",
            "ema", "0.5",
            "checkpoint-every", "100");

    @TempDir
    private Path folder;

    private static Settings settings(int stage, String... more) {
        Map<String, String> replaced = new HashMap<>(TINY);
        for (int i = 0; i < more.length; i += 2) {
            replaced.put(more[i], more[i + 1]);
        }
        return Recipes.settings(Recipes.named("compact-stage" + stage), replaced);
    }

    private static CompactTask task(Settings settings) throws IOException {
        CompactRecipe recipe = (CompactRecipe) Recipes.named(settings.recipe());
        return recipe.task(settings, CLIPS, new SyntheticClips(2, 24, 2, 9), Device.cpu());
    }

    private static List<StepResult> train(Settings settings, Path root) throws IOException {
        List<StepResult> steps = new ArrayList<>();
        try (CompactTask task = task(settings)) {
            new Trainer<>(task, settings, root, new TrainingListener() {
                        @Override
                        public void stepped(StepResult result, double waited) {
                            steps.add(result);
                        }
                    })
                    .run(false);
        }
        return steps;
    }

    private static double mean(List<StepResult> steps, int from, int to, String term) {
        return steps.subList(from, to).stream()
                .mapToDouble(step -> step.terms().get(term))
                .average()
                .orElseThrow();
    }

    @Test
    void theFirstStageComesNearAndIsReadByTheModel() throws IOException {
        List<StepResult> steps = train(settings(1, "steps", "100"), folder);
        assertThat(mean(steps, 96, 100, "decibels")).isLessThan(mean(steps, 0, 4, "decibels") - 3);
        assertThat(Files.readString(folder.resolve("log.html"))).contains("decibels", "data:image/jpeg", "result");
        for (Path weights : List.of(folder.resolve("weights"), folder.resolve("checkpoints/step-000000100"))) {
            ModelOptions options = new ModelOptions(Optional.of(weights), Device.cpu(), DType.F32);
            try (NDManager scope = TorchEngine.newManager(Device.cpu());
                    VsrModel model = ModelRegistry.open("compact", 2, options)) {
                NDArray high = CLIPS.clip(1, scope).high();
                NDArray low = Torch.bilinearAntialias(high, 12, 12);
                double restored = apart(model.restore(low, Placement.ORIGIN), high);
                assertThat(restored).isLessThan(0.6 * apart(Torch.bicubic(low, 24, 24, false), high));
            }
        }
    }

    private static double apart(NDArray a, NDArray b) {
        return a.sub(b).abs().mean().getFloat();
    }

    /** A fresh network is the bicubic enlargement. */
    @Test
    void validationIsThePeakSignalToNoiseRatioOfLuma() throws IOException {
        SyntheticClips others = new SyntheticClips(2, 24, 2, 9);
        double sum = 0;
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            for (int clip = 0; clip < 2; clip++) {
                NDArray high = others.clip(clip, scope).high();
                float[] wanted = high.toFloatArray();
                float[] got = Torch.bicubic(others.clip(clip, scope).low(), 24, 24, false)
                        .clip(0, 1)
                        .toFloatArray();
                for (int frame = 0; frame < 2; frame++) {
                    double squares = 0;
                    for (int y = 8; y < 16; y++) {
                        for (int x = 8; x < 16; x++) {
                            int at = frame * 3 * 576 + y * 24 + x;
                            double luma = 65.481 * (got[at] - wanted[at])
                                    + 128.553 * (got[at + 576] - wanted[at + 576])
                                    + 24.966 * (got[at + 1152] - wanted[at + 1152]);
                            squares += luma * luma;
                        }
                    }
                    sum += 10 * Math.log10(255 * 255 / (squares / 64));
                }
            }
        }
        try (CompactTask task = task(settings(1, "validation.clips", "2"))) {
            assertThat(task.validate()).containsOnlyKeys("validation psnr");
            assertThat(task.validate().get("validation psnr"))
                    .isCloseTo(sum / 4, org.assertj.core.data.Offset.offset(1e-3));
        }
        train(settings(1, "steps", "5", "validate-every", "2", "log-every", "4"), folder);
        assertThat(Files.readString(folder.resolve("log.csv")).lines())
                .satisfiesExactly(
                        head -> assertThat(head).contains("validation psnr"),
                        two -> assertThat(two).startsWith("2,"),
                        four -> assertThat(four).startsWith("4,"),
                        five -> assertThat(five).startsWith("5,").contains(",,"));
        String page = Files.readString(folder.resolve("log.html"));
        int begin = page.indexOf("validation psnr");
        assertThat(page.substring(begin, page.indexOf("</figure>", begin)))
                .as("a curve through the steps that were validated")
                .contains("step 2", "step 4", " d=\"M")
                .doesNotContain("step 5");
    }

    @Test
    void squaresCanBeMadeSmallInstead() throws IOException {
        List<StepResult> steps = train(settings(1, "steps", "60", "loss", "mse"), folder);
        assertThat(mean(steps, 56, 60, "mse")).isLessThan(0.5 * mean(steps, 0, 4, "mse"));
    }

    @Test
    void whatChangesFromFrameToFrameIsMadeToChangeAsInTheOriginal() throws IOException {
        Settings settings = settings(1, "steps", "60", "batch", "2", "loss.steady", "1");
        double changes = 0;
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                CompactTask task = task(settings)) {
            CompactSample sample = task.sample(0, scope);
            // A fresh network is the bicubic enlargement.
            NDArray error = Torch.bicubic(sample.low(), 24, 24, false).sub(sample.high());
            for (int frame : List.of(1, 2, 4, 5)) {
                NDArray change = error.get(frame).sub(error.get(frame - 1)).expandDims(0);
                changes += Losses.decibels(change, change.zerosLike()).getFloat() / 4;
            }
        }
        List<StepResult> steps = train(settings, folder);
        assertThat(steps.get(0).terms().get("steady")).isCloseTo(changes, org.assertj.core.data.Offset.offset(1e-3));
        assertThat(mean(steps, 56, 60, "steady")).isLessThan(mean(steps, 0, 4, "steady") - 1);
    }

    @Test
    void oneFrameDoesNotChange() {
        Settings alone = settings(1, "data", folder.toString(), "clip.frames", "1", "loss.steady", "1");
        assertThatThrownBy(() -> Recipes.named("compact-stage1").open(alone, Device.cpu()))
                .hasMessageContaining("clip.frames")
                .hasMessageContaining("loss.steady 0");
    }

    @Test
    void theSecondStageGoesOnFromTheFirstWithACritic() throws IOException {
        train(settings(1, "steps", "20"), folder.resolve("first"));
        Path weights = folder.resolve("first/weights");
        Settings second = settings(2, "steps", "12", "weights", weights.toString(), "critic.width", "8");
        List<StepResult> steps = train(second, folder.resolve("second"));
        assertThat(steps.get(0).terms())
                .containsOnlyKeys("charbonnier", "detail", "consistency", "critic-detail", "critic-consistency");
        assertThat(steps.get(0).norms().get("critic")).isPositive();
        assertThat(train(second, folder.resolve("again"))).isEqualTo(steps);
        assertThatThrownBy(() -> task(settings(2, "weights", weights.toString(), "clip.scale", "4")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("clip.scale=2");
    }

    /** Networks compute with rounded parameters; what is learned is not rounded. */
    @Test
    void bfloat16LearnsTheSame() throws IOException {
        List<StepResult> exact = train(settings(1, "steps", "8", "learning-rate", "0.001"), folder.resolve("exact"));
        List<StepResult> rounded = train(
                settings(1, "steps", "8", "learning-rate", "0.001", "precision", "bf16"), folder.resolve("rounded"));
        for (int i = 0; i < exact.size(); i++) {
            double loss = exact.get(i).terms().get("decibels");
            boolean first = i == 0;
            // At first a fresh network is the bicubic enlargement, which is never rounded.
            assertThat(rounded.get(i).terms().get("decibels"))
                    .matches(other -> first || other != loss)
                    .isCloseTo(loss, org.assertj.core.data.Percentage.withPercentage(10));
        }
        ModelOptions options =
                new ModelOptions(Optional.of(folder.resolve("rounded/weights")), Device.cpu(), DType.F32);
        ModelRegistry.open("compact", 2, options).close();
    }

    /** With all parameters at random: a fresh network's gradients are zero in most places. */
    @Test
    void gradientsAreSlopes() {
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                CompactNetwork network = new CompactNetwork(CompactConfig.tiny())) {
            List<NDArray> leaves = new ArrayList<>();
            NDArray x = GradientCheck.uniform(scope, 1, 0, 1, 3, 3, 6, 5);
            leaves.add(x);
            network.bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> {
                NDArray value = GradientCheck.weights(5).tensor(owner, name, shape, type);
                leaves.add(value);
                return value;
            });
            GradientCheck.gradientsAreSlopes(scope, leaves, inner -> network.forward(Scopes.borrow(inner, x), 3)
                    .square()
                    .mean());
        }
    }

    /** As is the critic's own backbone. */
    @Test
    void gradientsOfTheBackboneAreSlopes() {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            Parameters parameters = new Parameters();
            LightBackbone backbone = new LightBackbone(parameters, 4);
            parameters.bind(scope, DType.F32, GradientCheck.weights(6));
            List<NDArray> leaves = new ArrayList<>();
            NDArray x = GradientCheck.uniform(scope, 2, 0, 1, 2, 3, 8, 8);
            leaves.add(x);
            parameters.shapes().keySet().forEach(name -> leaves.add(parameters.get(name)));
            GradientCheck.gradientsAreSlopes(scope, leaves, inner -> backbone.forward(Scopes.borrow(inner, x), 2)
                    .square()
                    .mean());
            parameters.release();
        }
    }

    /** The step that training makes has the gradient that plain autograd gives. */
    @Test
    void everyParameterOfBothStagesLearns() throws IOException {
        try (CompactTask task = task(settings(2, "critic.width", "8"));
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            // A fresh network stands still in most places until its last layer has moved.
            task.groups().get(0).parameters().forEach((name, value) -> {
                NDArray random =
                        new Draw(3, 4).noise(name, scope, value.getShape()).mul(0.1);
                try (Autograd off = Autograd.off()) {
                    Torch.copyInto(value, random);
                }
            });
            CompactSample sample = task.sample(0, scope);
            List<Phase<CompactSample>> phases = task.phases();
            for (int phase = 0; phase < 2; phase++) {
                List<NDArray> parameters =
                        List.copyOf(task.groups().get(phase).parameters().values());
                try (Gradients gradients = new Gradients(scope, parameters);
                        Autograd on = Autograd.on()) {
                    gradients.add(phases.get(phase).terms(sample, new Draw(1, 0), scope), 1, scope);
                    assertThat(gradients.sums())
                            .allSatisfy(sum ->
                                    assertThat(sum.abs().sum().getFloat()).isPositive());
                }
            }
        }
    }

    @Test
    void aBatchIsClipsOneAfterTheOther() throws IOException {
        try (CompactTask task = task(settings(1, "batch", "2"));
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            CompactSample sample = task.sample(3, scope);
            assertThat(sample.high().getShape()).isEqualTo(new Shape(6, 3, 24, 24));
            assertThat(sample.low().getShape()).isEqualTo(new Shape(6, 3, 12, 12));
            NDArray second = CLIPS.clip(7, scope).high();
            assertThat(sample.high().get("3:").toFloatArray()).isEqualTo(second.toFloatArray());
        }
    }
}
