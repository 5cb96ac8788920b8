package io.vsr4j.training.litevsr;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Recomputed;
import io.vsr4j.training.Slopes;
import io.vsr4j.training.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiteVsrTaskTest {
    @TempDir
    static Path folder;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void free() {
        scope.close();
    }

    private static LiteVsrTask open() throws IOException {
        return new TinyLiteVsr(folder).open(TinyLiteVsr.options(3, Estimate.UNROLLED));
    }

    /** The loss of all clips at some times, with some noise: the same whenever it is asked for. */
    private static double fixedLoss(LiteVsrTask task) throws IOException {
        double sum = 0;
        try (NDManager once = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            for (int i = 0; i < 8; i++) {
                sum += Slopes.value(task.phases().get(0).terms(task.sample(i, once), new Draw(77, i), once));
            }
        }
        return sum / 8;
    }

    /** What the frozen transformer makes of a latent by itself. */
    private float[] base(LiteVsrTask task) {
        FlowMatching phase = (FlowMatching) task.phases().get(0);
        try (NDManager once = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NDArray latent = new Draw(1, 1).noise("latent", once, new Shape(1, 3, 2, 4, 4));
            return phase.network()
                    .base()
                    .forward(latent, once.create(new float[] {500}), phase.text())
                    .toFloatArray();
        }
    }

    @Test
    void blocksMayBeComputedOnceMore() throws IOException {
        try (LiteVsrTask task = open()) {
            Recomputed.gradientsAreEqual(task, 3);
        }
    }

    @Test
    void theLossFallsAndTheBaseStaysAsItIs() throws IOException {
        try (LiteVsrTask task = open()) {
            double before = fixedLoss(task);
            float[] base = base(task);
            TinyRun.of(folder.resolve("falls"), task, "steps", "60", "accumulation", "2", "learning-rate", "0.01");
            assertThat(fixedLoss(task)).isLessThan(0.8 * before);
            assertThat(base(task)).isEqualTo(base);
        }
    }

    @Test
    void equalRunsGiveEqualBitsInterruptedOrNot() throws IOException {
        List<TinyRun> runs = new ArrayList<>();
        for (String seed : new String[] {"3", "3", "4"}) {
            try (LiteVsrTask task = open()) {
                Path root = folder.resolve("equal" + runs.size());
                runs.add(TinyRun.of(root, task, "steps", "5", "accumulation", "2", "seed", seed));
            }
        }
        assertThat(runs.get(1)).isEqualTo(runs.get(0)).isNotEqualTo(runs.get(2));
        TinyRun resumed = TinyRun.interrupted(
                folder.resolve("resumed"), LiteVsrTaskTest::open, 2, "steps", "5", "accumulation", "2", "seed", "3");
        assertThat(resumed).isEqualTo(runs.get(0));
    }

    @Test
    void whatIsSavedRestoresVideos() throws IOException {
        Path saved = folder.resolve("saved");
        Path start = new TinyLiteVsr(folder).weights();
        Map<String, NDArray> learned;
        try (LiteVsrTask task = open()) {
            TinyRun.of(folder.resolve("trained"), task, "steps", "2", "learning-rate", "0.01");
            task.save(saved);
            learned = task.groups().get(0).parameters();
            try (Weights weights = WeightsFolder.open(saved, "litevsr").weights("adapter")) {
                learned.forEach((name, value) -> assertThat(
                                weights.load(scope, name, value.getShape()).toFloatArray())
                        .as(name)
                        .isEqualTo(value.toFloatArray()));
                weights.requireAllUsed();
            }
        }
        for (String kept : new String[] {"transformer", "vae"}) {
            assertThat(WeightsFolder.open(saved).fingerprint(kept))
                    .isEqualTo(WeightsFolder.open(start).fingerprint(kept));
        }
        assertThat(Files.readString(saved.resolve("SHA256SUMS"))).contains("prompt.safetensors", "adapter/config.json");
        float[] restored = restored(saved);
        assertThat(restored).hasSize(5 * 3 * 64 * 64).doesNotContain(Float.NaN).isNotEqualTo(restored(start));
    }

    private float[] restored(Path weights) {
        try (VsrModel model = ModelRegistry.open(
                        "litevsr", 4, new ModelOptions(Optional.of(weights), Device.cpu(), DType.F32));
                NDManager once = TorchEngine.newManager(Device.cpu())) {
            NDArray frames = once.full(new Shape(5, 3, 16, 16), 0.5f);
            return model.restore(frames, Placement.ORIGIN).toFloatArray();
        }
    }

    /** Samples of later rounds are those of the first, in another order, and are not computed again. */
    @Test
    void clipsComeAgain() throws IOException {
        try (LiteVsrTask task = open()) {
            List<List<Float>> first = new ArrayList<>();
            List<List<Float>> second = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                first.add(List.of(task.sample(i, scope).high().sum().getFloat()));
                second.add(List.of(task.sample(4 + i, scope).high().sum().getFloat()));
            }
            assertThat(first).doesNotHaveDuplicates();
            assertThat(second).containsExactlyInAnyOrderElementsOf(first);
        }
    }
}
