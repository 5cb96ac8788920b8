package io.vsr4j.training.oasis;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.MovingWaves;
import io.vsr4j.training.SeedTable;
import io.vsr4j.training.TinyRun;
import io.vsr4j.training.data.ClipSource;
import io.vsr4j.training.loss.Losses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether two stages are better than either alone, at the same number of steps: clips whose noise is steady, then clips whose
 * noise jumps from frame to frame; what counts is how the latents of clips come out that it has not seen, with noise that
 * jumps. Arguments: a new folder, steps in all, seeds.
 */
final class CurriculumAblation {
    private static final int SEEN = 64;
    private static final int UNSEEN = 16;
    private static final ClipSource STEADY = new MovingWaves(9, 32, SEEN + UNSEEN, 0.15, 0);
    private static final ClipSource JUMPING = new MovingWaves(9, 32, SEEN + UNSEEN, 0, 0.3);
    private static final OasisLosses LATENT = new OasisLosses(1, 0, 0, 0, false, null);

    private final Path root;

    private CurriculumAblation(Path root) {
        this.root = root;
    }

    public static void main(String[] arguments) throws IOException {
        CurriculumAblation ablation = new CurriculumAblation(Files.createDirectory(Path.of(arguments[0])));
        int steps = Integer.parseInt(arguments[1]);
        SeedTable table = new SeedTable();
        for (int i = 2; i < arguments.length; i++) {
            ablation.run(steps, Long.parseLong(arguments[i]), table);
        }
        table.print();
    }

    private void run(int steps, long seed, SeedTable table) throws IOException {
        Path begin = root.resolve("begin" + seed);
        ModelRegistry.folders("oasis").tiny(begin, seed);
        Path first = trained(begin, STEADY, steps / 2, seed);
        measure(trained(first, STEADY, steps - steps / 2, seed + 1000), "first stage alone", table);
        measure(trained(begin, JUMPING, steps, seed), "second stage alone", table);
        measure(trained(first, JUMPING, steps - steps / 2, seed + 1000), "both", table);
    }

    private static OasisTask open(Path weights, ClipSource clips, long seed) throws IOException {
        return OasisTask.open(
                WeightsFolder.open(weights),
                Device.cpu(),
                new OasisTask.Options(DType.F32, LATENT, 2, null, seed),
                clips);
    }

    private Path trained(Path begin, ClipSource clips, int steps, long seed) throws IOException {
        Path out = Files.createTempDirectory(root, "run");
        try (OasisTask task = open(begin, new Seen(clips, seed), seed)) {
            TinyRun.of(out, task, "steps", "" + steps, "seed", "" + seed, "learning-rate", "0.003");
        }
        return out.resolve("weights");
    }

    private static void measure(Path weights, String variant, SeedTable table) throws IOException {
        for (ClipSource clips : new ClipSource[] {JUMPING, STEADY}) {
            double sum = 0;
            try (OasisTask task = open(weights, clips, 1);
                    Autograd off = Autograd.off()) {
                OasisPhase phase = (OasisPhase) task.phases().get(0);
                for (int i = SEEN; i < SEEN + UNSEEN; i++) {
                    try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
                        OasisSample sample = task.sample(i, scope);
                        NDArray clean = phase.clean(sample.low(), scope);
                        sum += Losses.mse(clean, sample.target()).getFloat();
                    }
                }
            }
            table.add(variant, clips == JUMPING ? "latent error, jumping" : "latent error, steady", sum / UNSEEN);
        }
    }

    /** Clips for training, in an order of the seed's. */
    private record Seen(ClipSource clips, long seed) implements ClipSource {
        @Override
        public io.vsr4j.training.data.Clip clip(long index, NDManager owner) throws IOException {
            return clips.clip(new java.util.SplittableRandom(seed * 31 + index).nextInt(SEEN), owner);
        }

        @Override
        public NDArray pictures(long index, int count, NDManager owner) throws IOException {
            return clips.pictures(index, count, owner);
        }
    }
}
