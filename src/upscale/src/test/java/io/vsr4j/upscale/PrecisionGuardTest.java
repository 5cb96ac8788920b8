package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.vsr4j.media.BrokenOutputException;
import io.vsr4j.media.Codec;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.models.ColourMatch;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionGuardTest {
    private static final int SIDE = 16;
    private static final int FRAMES = 20;

    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    /** Gives one number that is none in the windows that start where it is told. */
    private record Overflowing(float factor, Set<Integer> starts, float none) implements VsrModel {
        @Override
        public ModelCard card() {
            return ModelCard.builder("overflowing", "Overflowing", "For tests")
                    .setScales(1, 1)
                    .setMemory((n, w, h, s) -> 1L)
                    .build();
        }

        @Override
        public int scale() {
            return 1;
        }

        @Override
        public String fingerprint() {
            return "none";
        }

        @Override
        public NDArray restore(NDArray frames, Placement at) {
            NDArray result = frames.mul(factor);
            if (starts.contains(at.frame())) {
                long last = frames.getShape().get(0) - 1;
                result.set(new NDIndex("{}, 2, 3, 4", last), none);
            }
            return result;
        }

        @Override
        public void close() {}
    }

    private int recomputed;

    private List<MemoryVideo.Kept> run(VsrModel model, Optional<Supplier<VsrModel>> exact, int chunk) {
        UpscalePlan plan = new UpscalePlan(
                UpscalePlan.VERSION,
                new UpscalePlan.Source(1, "s", SIDE, SIDE, FRAMES, "25/1"),
                new UpscalePlan.Model("overflowing", 1, "none", "f16", 0, ""),
                new UpscalePlan.Run("cpu", 2, 5, 0, 0, List.of(0), 0, 0, ColourMatch.ADAIN),
                new UpscalePlan.Output("mkv", SIDE, SIDE, PixelFormat.YUV420P, EncodeSettings.of(Codec.FFV1)),
                0,
                FRAMES,
                chunk);
        MemoryVideo source = new MemoryVideo(SIDE, SIDE, PixelFormat.YUV420P, FRAMES, 3);
        OutputVideo video = OutputVideo.of(source.video(), SIDE, SIDE, PixelFormat.YUV420P);
        Upscaler upscaler = new Upscaler(plan, model, exact, video, manager, new HashMap<>());
        List<MemoryVideo.Kept> all = new ArrayList<>();
        for (Chunk part : plan.chunks()) {
            MemoryVideo.Sink sink = new MemoryVideo.Sink();
            upscaler.restore(part, source, sink, () -> {}, () -> false);
            all.addAll(sink.frames);
        }
        recomputed = upscaler.recomputed();
        return all;
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void aWindowThatOverflowsIsComputedInSinglePrecision(float none) {
        int[] opened = new int[1];
        Supplier<VsrModel> exact = () -> {
            opened[0]++;
            return new Overflowing(0.9f, Set.of(), none);
        };
        try (LazyModel lazy = new LazyModel(exact)) {
            List<MemoryVideo.Kept> sound = run(new Overflowing(0.8f, Set.of(), none), Optional.of(lazy), 100);
            assertThat(opened[0]).as("nothing overflowed, nothing was opened").isZero();

            for (int chunk : new int[] {100, 3}) {
                List<MemoryVideo.Kept> mended =
                        run(new Overflowing(0.8f, Set.of(5, 15), none), Optional.of(lazy), chunk);
                assertThat(recomputed)
                        .as("windows, however many chunks they are in")
                        .isEqualTo(2);
                assertThat(opened[0]).isEqualTo(1);
                List<MemoryVideo.Kept> single = run(new Overflowing(0.9f, Set.of(), none), Optional.empty(), 100);
                for (int f = 0; f < FRAMES; f++) {
                    boolean again = f / 5 == 1 || f / 5 == 3;
                    assertThat(mended.get(f).bytes())
                            .as("frame %d", f)
                            .isEqualTo((again ? single : sound).get(f).bytes());
                }
            }
        }
        assertThat(Scopes.count(manager)).isZero();
    }

    @Test
    void inSinglePrecisionItIsAnErrorThatNamesTheFrames() {
        VsrModel broken = new Overflowing(1, Set.of(10), Float.NaN);
        Supplier<VsrModel> same = () -> broken;
        for (Optional<Supplier<VsrModel>> exact : List.of(Optional.<Supplier<VsrModel>>empty(), Optional.of(same))) {
            assertThatThrownBy(() -> run(broken, exact, 100))
                    .isInstanceOf(BrokenOutputException.class)
                    .hasMessageContaining("frames 10 to 14")
                    .hasMessageContaining("overflowing");
            assertThat(Scopes.count(manager)).isZero();
        }
    }
}
