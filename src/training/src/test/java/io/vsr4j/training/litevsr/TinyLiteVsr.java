package io.vsr4j.training.litevsr;

import ai.djl.Device;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.tensor.DType;
import io.vsr4j.training.MovingWaves;
import io.vsr4j.training.litevsr.Unrolling.Rounding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A system of the smallest size, whose every tensor is random, and four clips. */
final class TinyLiteVsr {
    private static final int CLIPS = 4;
    private static final int SIDE = 64;
    private static final int FRAMES = 5;

    private final Path root;

    TinyLiteVsr(Path root) throws IOException {
        this.root = root;
        if (!Files.exists(weights())) {
            ModelRegistry.folders("litevsr").tiny(weights(), 1);
        }
    }

    Path weights() {
        return root.resolve("weights");
    }

    static LiteVsrTask.Options options(int unrolling, Estimate estimate) {
        return new LiteVsrTask.Options(
                DType.F32, new Unrolling(unrolling, 5, Rounding.FLOOR), estimate, TimeWeight.LINEAR, CLIPS, 1);
    }

    LiteVsrTask open(LiteVsrTask.Options options) throws IOException {
        return LiteVsrTask.open(
                WeightsFolder.open(weights()),
                Device.cpu(),
                options,
                new MovingWaves(FRAMES, SIDE, CLIPS),
                new LatentCache(root.resolve("latents"), "waves"));
    }
}
