package io.vsr4j.training.ultravsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.ultravsr.UltraVsrFolder;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import io.vsr4j.training.ParameterGroup;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Recipes;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Task;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.data.ClipSource;
import io.vsr4j.training.run.Trainer;
import io.vsr4j.training.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Degradation-aware scheduling against fixed timesteps, at tiny size: {@code DrsAblation STEPS SEEDS}. Clips have noise of
 * different strength; the factor that a tiny CLIP with random weights would measure tells nothing, so the scheduled model is
 * told the share of signal that the noise has left. Prints the error on clips that it has not seen.
 */
final class DrsAblation {
    /** Of the patterns. */
    private static final double DEVIATION = 0.14;

    private static final int UNSEEN = 1000;

    private DrsAblation() {}

    private static double strength(long index) {
        return 0.4 * new Draw(3, index).uniform("strength");
    }

    private record NoisyClips(ClipSource good) implements ClipSource {
        @Override
        public Clip clip(long index, NDManager owner) throws IOException {
            Clip clip = good.clip(index, owner);
            NDArray noise = new Draw(3, index).noise("clip", owner, clip.low().getShape());
            return new Clip(clip.high(), clip.low().add(noise.mul(strength(index))), null, null);
        }

        @Override
        public NDArray pictures(long index, int count, NDManager owner) throws IOException {
            return good.pictures(index, count, owner);
        }
    }

    /** The task with a factor by noise. */
    private record Told(UltraVsrTask task, DoubleUnaryOperator factor) implements Task<UltraVsrSample> {
        @Override
        public UltraVsrSample sample(long index, NDManager owner) throws IOException {
            return new UltraVsrSample(task.sample(index, owner).clip(), factor.applyAsDouble(strength(index)));
        }

        @Override
        public List<ParameterGroup> groups() {
            return task.groups();
        }

        @Override
        public List<Phase<UltraVsrSample>> phases() {
            return task.phases();
        }

        @Override
        public void save(Path target) throws IOException {
            task.save(target);
        }

        @Override
        public void close() {
            task.close();
        }

        double error() throws IOException {
            double sum = 0;
            int count = 8;
            for (int i = 0; i < count; i++) {
                try (NDManager scope = TorchEngine.newManager(Device.cpu());
                        Autograd off = Autograd.off()) {
                    UltraVsrSample sample = sample(UNSEEN + i, scope);
                    Phase<UltraVsrSample> phase = phases().get(0);
                    sum += phase.terms(sample, new Draw(1, i), scope).total().getFloat() / count;
                }
            }
            return sum;
        }
    }

    public static void main(String[] arguments) throws IOException {
        String steps = arguments[0];
        int seeds = Integer.parseInt(arguments[1]);
        Map<String, DoubleUnaryOperator> variants = Map.of(
                "scheduled", strength -> DEVIATION / Math.hypot(DEVIATION, strength),
                "timestep 999", strength -> 0,
                "timestep 520", strength -> 0.5);
        Path folder = Files.createTempDirectory("drs");
        for (String name : variants.keySet()) {
            List<Double> errors = new ArrayList<>();
            for (int seed = 1; seed <= seeds; seed++) {
                Path start = folder.resolve("start " + seed);
                if (!Files.exists(start)) {
                    ModelRegistry.folders("ultravsr").tiny(start, seed);
                }
                Settings settings = Recipes.settings(
                        new UltraVsrRecipe(),
                        Map.of(
                                "steps",
                                steps,
                                "accumulation",
                                "1",
                                "learning-rate",
                                "3e-3",
                                "seed",
                                "" + seed,
                                "checkpoint-every",
                                "100000"));
                UltraVsrLosses losses =
                        new UltraVsrLosses(new LossWeights(1, 0, 0, 0), JointDistillation.of(settings), null, null);
                UltraVsrFolder weights = new UltraVsrFolder(WeightsFolder.open(start, "ultravsr"));
                ClipSource clips = new NoisyClips(new MovingPattern(2 * UNSEEN, 2, 64));
                try (Told task = new Told(
                        new UltraVsrTask(weights, clips, losses, seed, Device.cpu(), DType.F32), variants.get(name))) {
                    double before = task.error();
                    new Trainer<>(task, settings, folder.resolve(name + seed), new TrainingListener() {}).run(false);
                    errors.add(task.error());
                    System.out.printf(
                            "%s, seed %d: %.4f before, %.4f after%n", name, seed, before, errors.get(seed - 1));
                }
            }
            double mean = errors.stream().mapToDouble(e -> e).average().orElseThrow();
            double spread = Math.sqrt(errors.stream()
                    .mapToDouble(e -> (e - mean) * (e - mean) / (seeds - 1))
                    .sum());
            System.out.printf("%s: mean %.4f, standard deviation %.4f%n", name, mean, spread);
        }
        System.exit(0);
    }
}
