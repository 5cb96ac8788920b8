package io.vsr4j.training.oasis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.network.Binding;
import io.vsr4j.models.oasis.OasisNetworks;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.quality.flow.DisFlow;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import io.vsr4j.training.MovingWaves;
import io.vsr4j.training.Recomputed;
import io.vsr4j.training.Shown;
import io.vsr4j.training.Slopes;
import io.vsr4j.training.Terms;
import io.vsr4j.training.TinyRun;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.data.ClipSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OasisTaskTest {
    @TempDir
    static Path folder;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());
    private TinyOasis tiny;

    @BeforeEach
    void make() throws IOException {
        tiny = new TinyOasis(folder);
    }

    @AfterEach
    void free() {
        scope.close();
    }

    @Test
    void blocksMayBeComputedOnceMore() throws IOException {
        try (OasisTask task = tiny.open()) {
            Recomputed.gradientsAreEqual(task, 3);
        }
    }

    /** Through the routed heads, the layers that read the prompt, and the projector. */
    @Test
    void gradientsOfTheLatentLossAreSlopes() throws IOException {
        slopes(new OasisLosses(1, 0, 0, 0, false, null), 0.01);
    }

    /** Through the decoder too, whose two channels bend with every norm: the steps are small. */
    @Test
    void gradientsOfPixelLossesAreSlopes() throws IOException {
        slopes(new OasisLosses(0, 1, 0, 0.01, false, null), 1e-5);
    }

    private void slopes(OasisLosses losses, double change) throws IOException {
        try (OasisTask task = tiny.open(tiny.weights(), losses, null, TinyOasis.waves())) {
            OasisSample drawn = task.sample(1, scope);
            Clip clip = TinyOasis.waves().clip(1, scope);
            // All of the clip: gradients do not reach what comes before a span.
            OasisSample sample = drawn.span() == null
                    ? drawn
                    : new OasisSample(drawn.low(), drawn.target(), new LatentSpan(0, 3), clip.high(), clip.flow());
            Map<String, NDArray> all = task.groups().get(0).parameters();
            Slopes.check(all, change, inner -> task.phases().get(0).terms(sample, new Draw(1, 1), inner));
        }
    }

    @Test
    void theLatentLossFallsByHalf() throws IOException {
        OasisLosses latent = new OasisLosses(1, 0, 0, 0, false, null);
        try (OasisTask task = tiny.open(tiny.weights(), latent, null, new MovingWaves(5, 32, 2))) {
            TinyRun run = TinyRun.of(folder.resolve("latent"), task, "steps", "80", "learning-rate", "0.01");
            assertThat(run.mean("latent", 70, 80)).isLessThan(0.5 * run.mean("latent", 0, 4));
        }
    }

    /** A decoder of random tensors cannot make waves, so that the clips are such as it can make. */
    @Test
    void theLossOfPixelsFallsByHalf() throws IOException {
        OasisLosses pixels = new OasisLosses(0, 1, 0, 0, false, null);
        Path wide = tiny.wide();
        try (OasisNetworks networks =
                        OasisNetworks.load(WeightsFolder.open(wide), Device.cpu(), DType.F32, Binding.STORED);
                OasisTask task = tiny.open(wide, pixels, null, new Decoded(networks.vae()))) {
            TinyRun run = TinyRun.of(folder.resolve("pixels"), task, "steps", "60", "learning-rate", "0.005");
            assertThat(run.mean("pixel", 50, 60)).isLessThan(0.5 * run.mean("pixel", 0, 1));
        }
    }

    /** One clip, made of random latents. */
    private record Decoded(WanVae vae) implements ClipSource {
        @Override
        public Clip clip(long index, NDManager owner) {
            NDArray latents = new Draw(9, 0).noise("latents", owner, new Shape(1, 4, 2, 2, 2));
            NDArray high = new LatentSpan(0, 2).decode(vae, latents);
            return new Clip(high, Torch.bicubicAntialias(high, 8, 8), owner.zeros(new Shape(2, 4, 2, 32, 32)), null);
        }

        @Override
        public NDArray pictures(long index, int count, NDManager owner) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void equalRunsGiveEqualBitsInterruptedOrNot() throws IOException {
        List<TinyRun> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (OasisTask task = tiny.open()) {
                runs.add(TinyRun.of(folder.resolve("equal" + i), task, "steps", "3", "accumulation", "2"));
            }
        }
        assertThat(runs.get(1)).isEqualTo(runs.get(0));
        TinyRun resumed =
                TinyRun.interrupted(folder.resolve("resumed"), tiny::open, 1, "steps", "3", "accumulation", "2");
        assertThat(resumed).isEqualTo(runs.get(0));
    }

    @Test
    void theFramesAreThoseOfTheSpan() throws IOException {
        try (OasisTask task = tiny.open()) {
            for (int i = 0; i < 4; i++) {
                OasisSample sample = task.sample(i, scope);
                Clip clip = TinyOasis.waves().clip(i, scope);
                LatentSpan span = sample.span();
                assertThat(sample.target().getShape()).isEqualTo(new Shape(1, 4, 3, 2, 2));
                assertThat(sample.high()).isEqualTo(clip.high().get(new NDIndex("{}:{}", span.start(4), span.end(4))));
                assertThat(sample.flow().getShape())
                        .isEqualTo(new Shape(2, sample.high().getShape().get(0) - 1, 2, 32, 32));
                assertThat(sample.flow().get(new NDIndex(":, 0")))
                        .isEqualTo(clip.flow().get(new NDIndex(":, 0")));
            }
        }
    }

    /** Clips whose motion nobody knows. */
    private record Still(ClipSource clips) implements ClipSource {
        @Override
        public Clip clip(long index, NDManager owner) throws IOException {
            Clip clip = clips.clip(index, owner);
            return new Clip(clip.high(), clip.low(), null, null);
        }

        @Override
        public NDArray pictures(long index, int count, NDManager owner) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void motionThatIsNotKnownIsEstimated() throws IOException {
        try (OasisTask exact = tiny.open();
                OasisTask estimated =
                        tiny.open(tiny.weights(), TinyOasis.losses(), new DisFlow(), new Still(TinyOasis.waves()))) {
            NDArray known = exact.sample(2, scope).flow();
            NDArray found = estimated.sample(2, scope).flow();
            assertThat(found.getShape()).isEqualTo(known.getShape());
            // Waves move along one direction only, as far as anybody can see.
            assertThat(found.abs().max().getFloat()).isBetween(0.01f, 16f);
        }
    }

    @Test
    void withoutPixelLossesNothingIsDecoded() throws IOException {
        OasisLosses latent = new OasisLosses(1, 0, 0, 0, false, null);
        try (OasisTask task = tiny.open(tiny.weights(), latent, null, TinyOasis.waves())) {
            OasisSample sample = task.sample(0, scope);
            assertThat(sample.span()).isNull();
            Terms terms = task.phases().get(0).terms(sample, new Draw(1, 0), scope);
            assertThat(terms.values().keySet()).containsExactly("latent");
            assertThat(task.show(sample, scope)).extracting(Shown::caption).containsExactly("low quality", "result");
        }
    }

    @Test
    void whatIsSavedRestoresVideos() throws IOException {
        Path saved = folder.resolve("saved");
        float[] trained;
        try (OasisTask task = tiny.open()) {
            TinyRun.of(folder.resolve("trained"), task, "steps", "2", "learning-rate", "0.01");
            task.save(saved);
            OasisSample sample = task.sample(0, scope);
            NDArray shown = task.show(sample, scope).get(1).image();
            // The losses saw what the model now shows: the same frames of the same latents.
            OasisPhase phase = (OasisPhase) task.phases().get(0);
            NDArray clean = phase.clean(sample.low(), scope);
            trained = sample.span().decode(phase.networks().vae(), clean).toFloatArray();
            float[] restored = restored(saved, sample.low(), sample.span());
            assertThat(restored).hasSameSizeAs(trained);
            assertThat(Arrays.copyOfRange(trained, trained.length - (int) shown.size(), trained.length))
                    .isEqualTo(shown.toFloatArray());
            for (int i = 0; i < trained.length; i++) {
                assertThat(restored[i]).isCloseTo(trained[i], within(1e-4f));
            }
            assertThat(restored).isNotEqualTo(restored(tiny.weights(), sample.low(), sample.span()));
        }
        assertThat(Files.readString(saved.resolve("routing.json")))
                .isEqualTo(Files.readString(tiny.weights().resolve("routing.json")));
        assertThat(WeightsFolder.open(saved).fingerprint("vae"))
                .isEqualTo(WeightsFolder.open(tiny.weights()).fingerprint("vae"));
        // The second stage begins where the first has ended.
        try (OasisTask next = tiny.open(saved, TinyOasis.losses(), null, new MovingWaves(5, 32, 2))) {
            assertThat(TinyRun.of(folder.resolve("next"), next, "steps", "1").steps())
                    .hasSize(1);
        }
    }

    private float[] restored(Path weights, NDArray low, LatentSpan span) {
        try (VsrModel model =
                ModelRegistry.open("oasis", 4, new ModelOptions(Optional.of(weights), Device.cpu(), DType.F32))) {
            return model.restore(low, Placement.ORIGIN)
                    .get(new NDIndex("{}:{}", span.start(4), span.end(4)))
                    .toFloatArray();
        }
    }
}
