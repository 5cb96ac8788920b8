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
import io.vsr4j.training.Phase;
import io.vsr4j.training.optim.Adam;
import io.vsr4j.training.optim.Gradients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How far the loss of a network of the distillation falls on one clip, at tiny size, while the model stays as it is:
 * {@code DenoisingBenchmark UPDATES RATE real|fake}. The rate falls to 0 with the updates, each of which has a timestep
 * and noise of its own; the loss is measured at eight other timesteps with other noise, always the same.
 */
final class DenoisingBenchmark {
    private static final int DRAWS = 8;

    private DenoisingBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int updates = Integer.parseInt(arguments[0]);
        double rate = Double.parseDouble(arguments[1]);
        TorchEngine.setThreads(1);
        Path folder = Files.createTempDirectory("denoising").resolve("tiny");
        ModelRegistry.folders("ultravsr").tiny(folder, 1);
        UltraVsrLosses losses =
                new UltraVsrLosses(new LossWeights(1, 0, 0, 1), new JointDistillation(0.5, 20, 980), null, null);
        try (UltraVsrTask task = new UltraVsrTask(
                        new UltraVsrFolder(WeightsFolder.open(folder, "ultravsr")),
                        new MovingPattern(1, 2, 64),
                        losses,
                        1,
                        Device.cpu(),
                        DType.F32);
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            UltraVsrSample sample = task.sample(0, scope);
            try (Autograd off = Autograd.off()) {
                task.phases().get(0).terms(sample, new Draw(1, 0), scope);
            }
            Phase<UltraVsrSample> phase = find(task.phases(), one -> one.group().equals(arguments[2]));
            Map<String, NDArray> learned =
                    find(task.groups(), one -> one.name().equals(arguments[2])).parameters();
            train(phase, learned, sample, updates, rate);
        }
        System.exit(0);
    }

    private static void train(
            Phase<UltraVsrSample> phase,
            Map<String, NDArray> learned,
            UltraVsrSample sample,
            int updates,
            double rate) {
        double before = loss(phase, sample);
        try (NDManager owner = TorchEngine.newManager(Device.cpu());
                Adam adam = new Adam(owner, learned, new Adam.Options(false, 0.9, 0.99, 1e-8, 0))) {
            for (int update = 0; update <= updates; update++) {
                if (update % Math.max(1, updates / 8) == 0) {
                    double now = loss(phase, sample);
                    System.out.printf("%d updates: %.3f, %.3f of the beginning%n", update, now, now / before);
                }
                try (NDManager scope = TorchEngine.newManager(Device.cpu());
                        Gradients gradients = new Gradients(owner, List.copyOf(learned.values()));
                        Autograd on = Autograd.on()) {
                    gradients.add(phase.terms(sample, new Draw(1, update), scope), 1, scope);
                    adam.step(gradients.sums(), 1, rate * (updates - update) / updates);
                }
            }
        }
    }

    private static <T> T find(List<T> all, Predicate<T> wanted) {
        return all.stream().filter(wanted).findFirst().orElseThrow();
    }

    private static double loss(Phase<UltraVsrSample> phase, UltraVsrSample sample) {
        double sum = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            try (NDManager scope = TorchEngine.newManager(Device.cpu());
                    Autograd off = Autograd.off()) {
                sum += phase.terms(sample, new Draw(99, draw), scope).total().getFloat();
            }
        }
        return sum / DRAWS;
    }
}
