package io.vsr4j.training.adcvsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Settings;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.data.ClipSource;
import io.vsr4j.training.run.Trainer;
import io.vsr4j.training.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Whether the head for consistency makes results steadier, at a tiny size: the second stage from one first stage, with both
 * heads and with the head of details alone, and how much results of unseen clips flicker then. Not a test: it takes minutes.
 *
 * <p>Flicker is how much a still clip changes from frame to frame that comes with other noise in each of them, in 1/1000 of
 * the range; distance is the mean absolute difference from what is wanted, in the same unit.
 */
final class HeadAblation {
    private static final int FRAMES = 5;
    private static final int SIDE = 32;
    private static final double NOISE = 0.08;
    private static final WavyClips SEEN = new WavyClips(24, FRAMES, SIDE, 0.4, 11);
    private static final WavyClips HELD_OUT = new WavyClips(12, FRAMES, SIDE, 0.4, 12);

    private HeadAblation() {}

    /** Frames that are low in quality: noise that is another one in each. */
    private record Noisy(WavyClips clips, long seed) implements ClipSource {
        @Override
        public Clip clip(long index, NDManager owner) {
            Clip clean = clips.clip(index, owner);
            return new Clip(clean.high(), noisy(clean.low(), seed, index), clean.flow(), clean.teacher());
        }

        @Override
        public NDArray pictures(long index, int count, NDManager owner) {
            return clips.pictures(index, count, owner);
        }
    }

    private static NDArray noisy(NDArray low, long seed, long index) {
        return low.add(new Draw(seed, index)
                .noise("noise", low.getManager(), low.getShape())
                .mul(NOISE));
    }

    /**
     * Prints a row for each run.
     *
     * @param args updates of the first stage, of the second, and how many seeds
     */
    public static void main(String[] args) throws IOException {
        int first = Integer.parseInt(args[0]);
        int second = Integer.parseInt(args[1]);
        int seeds = Integer.parseInt(args[2]);
        Path folder = Files.createTempDirectory("ablation");
        Path start = Tiny.weights(folder);
        System.out.println("seed,heads,flicker,distance");
        for (int seed = 1; seed <= seeds; seed++) {
            Path begun = folder.resolve("first-" + seed);
            train(
                    Tiny.settings(
                            Tiny.STAGE1,
                            start,
                            "steps",
                            "" + first,
                            "seed",
                            "" + seed,
                            "loss.dists",
                            "0",
                            "loss.features",
                            "0",
                            "target",
                            "high",
                            "learning-rate",
                            "8e-3"),
                    begun);
            for (String consistency : new String[] {"4", "0"}) {
                Path ended = folder.resolve("second-" + seed + "-" + consistency);
                train(
                        Tiny.settings(
                                Tiny.STAGE2,
                                begun.resolve("weights"),
                                "steps",
                                "" + second,
                                "seed",
                                "" + seed,
                                "loss.dists",
                                "0",
                                "loss.features",
                                "0",
                                "target",
                                "high",
                                "loss.feature-critic",
                                "0",
                                "loss.pixel-critic",
                                "0.3",
                                "critic.detail",
                                consistency.equals("0") ? "16" : "12",
                                "critic.consistency",
                                consistency,
                                "learning-rate",
                                "2e-3",
                                "critic-learning-rate",
                                "2e-3"),
                        ended);
                report(seed, consistency.equals("0") ? "detail" : "both", ended.resolve("weights"));
            }
            report(seed, "first stage", begun.resolve("weights"));
        }
    }

    private static void train(Settings settings, Path root) throws IOException {
        try (AdcVsrTask task = Tiny.task(settings, new Noisy(SEEN, 1))) {
            new Trainer<>(task, settings, root, TrainingListener.NONE).run(false);
        }
    }

    private static void report(int seed, String heads, Path weights) throws IOException {
        double flicker = 0;
        double distance = 0;
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off();
                Student student = Student.open(weights, Device.cpu(), DType.F32)) {
            for (int i = 0; i < HELD_OUT.count(); i++) {
                NDArray low = HELD_OUT.clip(i, scope).low();
                NDArray still = low.get("0:1").repeat(0, FRAMES);
                NDArray result = restored(student, noisy(still, 2, i));
                flicker += result.get("1:")
                        .sub(result.get(":" + (FRAMES - 1)))
                        .abs()
                        .mean()
                        .getFloat();
                distance += restored(student, noisy(low, 3, i))
                        .sub(HELD_OUT.clip(i, scope).high())
                        .abs()
                        .mean()
                        .getFloat();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d,%s,%.2f,%.2f%n",
                seed,
                heads,
                1000 * flicker / HELD_OUT.count(),
                1000 * distance / HELD_OUT.count());
    }

    private static NDArray restored(Student student, NDArray low) {
        return student.pictures(student.features(low.mul(2).sub(1), FRAMES))
                .add(1)
                .div(2);
    }
}
