package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.media.Codec;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.models.ColourMatch;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.VsrModel;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows of UltraVSR that share twice its reach give what the whole shot gives. */
class ExactOverlapTest {
    private static final int FRAMES = 130;
    private static final int SIDE = 16;
    private static final List<Float> DEGRADATION = List.of(0.6f);

    @TempDir
    Path folder;

    @Test
    void windowsThatShareTwiceTheReachAreTheWholeShot() throws IOException {
        ModelRegistry.folders("ultravsr").tiny(folder.resolve("tiny"), 1);
        ModelOptions options = new ModelOptions(Optional.of(folder.resolve("tiny")), Device.cpu(), DType.F32);
        try (VsrModel model = ModelRegistry.open("ultravsr", 4, options);
                NDManager manager = TorchEngine.newManager(Device.cpu())) {
            NDArray shot = manager.randomUniform(0, 1, new Shape(FRAMES, 3, SIDE, SIDE));
            NDArray whole = restored(model, manager, shot, FRAMES, 0);

            assertThat(difference(restored(model, manager, shot, 70, 56), whole))
                    .isLessThan(1e-5f);
            assertThat(difference(restored(model, manager, shot, 70, 16), whole))
                    .isGreaterThan(1e-4f);
        }
    }

    private static NDArray restored(VsrModel model, NDManager manager, NDArray shot, int window, int overlap) {
        UpscalePlan plan = new UpscalePlan(
                UpscalePlan.VERSION,
                new UpscalePlan.Source(1, "s", SIDE, SIDE, FRAMES, "25/1"),
                new UpscalePlan.Model("ultravsr", 4, "none", "f32", 0, ""),
                new UpscalePlan.Run(
                        "cpu",
                        2,
                        window,
                        overlap,
                        new WindowRule(model.card()).fade(overlap),
                        List.of(0),
                        0,
                        0,
                        ColourMatch.NONE),
                new UpscalePlan.Output("mkv", 4 * SIDE, 4 * SIDE, PixelFormat.YUV420P, EncodeSettings.of(Codec.FFV1)),
                0,
                FRAMES,
                FRAMES);
        WindowRestorer restorer = new WindowRestorer(new PrecisionGuard(model, Optional.empty()), plan);
        Blend blend = new Blend(plan.windows(), manager, 0, FRAMES);
        for (Window one : plan.windows().touching(0, FRAMES)) {
            try (NDManager step = manager.newSubManager()) {
                NDArray frames = shot.get(one.first() + ":" + one.end());
                frames.attach(step);
                blend.add(one, restorer.restore(frames, one, DEGRADATION));
            }
        }
        NDArray all = manager.create(new Shape(FRAMES, 3, 4 * SIDE, 4 * SIDE));
        for (int f = 0; f < FRAMES; f++) {
            try (NDArray frame = blend.take(f)) {
                all.set(new NDIndex(f + ":" + (f + 1)), frame);
            }
        }
        return all;
    }

    private static float difference(NDArray a, NDArray b) {
        return a.sub(b).abs().max().getFloat();
    }
}
