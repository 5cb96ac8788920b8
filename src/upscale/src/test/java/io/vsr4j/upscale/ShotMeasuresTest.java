package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.Codec;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.models.ColourMatch;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.Placement;
import io.vsr4j.models.ShotMeasure;
import io.vsr4j.models.VsrModel;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShotMeasuresTest {
    private static final int WIDTH = 16;
    private static final int HEIGHT = 12;
    private static final int FRAMES = 47;
    private static final List<Integer> CUTS = List.of(0, 5, 41);

    @TempDir
    Path folder;

    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    /** Measures mean and peak of a shot, and mixes both into every frame. */
    private static final class Measuring implements VsrModel {
        final List<Long> measured = new ArrayList<>();

        @Override
        public ModelCard card() {
            return ModelCard.builder("measuring", "Measuring", "For tests")
                    .setScales(1, 1)
                    .setMemory((n, w, h, s) -> 1L)
                    .optReach(0, 0)
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
        public Optional<ShotMeasure> shotMeasure() {
            return Optional.of(frames -> {
                measured.add(frames.getShape().get(0));
                try (NDArray mean = frames.mean();
                        NDArray peak = frames.max()) {
                    return List.of(mean.getFloat(), peak.getFloat());
                }
            });
        }

        @Override
        public NDArray restore(NDArray frames, Placement at) {
            assertThat(at.shot()).hasSize(2);
            try (NDArray half = frames.mul(0.5f)) {
                return half.add(at.shot().get(0) / 2 + at.shot().get(1) / 16);
            }
        }

        @Override
        public void close() {}
    }

    private List<MemoryVideo.Kept> run(Measuring model, int chunk, Map<Integer, List<Float>> shots) {
        UpscalePlan plan = new UpscalePlan(
                UpscalePlan.VERSION,
                new UpscalePlan.Source(1, "s", WIDTH, HEIGHT, FRAMES, "25/1"),
                new UpscalePlan.Model("measuring", 1, "none", "f32", 0, ""),
                new UpscalePlan.Run("cpu", 2, 6, 2, 0, CUTS, 0, 0, ColourMatch.NONE),
                new UpscalePlan.Output("mkv", WIDTH, HEIGHT, PixelFormat.YUV420P, EncodeSettings.of(Codec.FFV1)),
                0,
                FRAMES,
                chunk);
        MemoryVideo source = new MemoryVideo(WIDTH, HEIGHT, PixelFormat.YUV420P, FRAMES, 3);
        OutputVideo video = OutputVideo.of(source.video(), WIDTH, HEIGHT, PixelFormat.YUV420P);
        Upscaler upscaler = new Upscaler(plan, model, video, manager, shots);
        List<MemoryVideo.Kept> all = new ArrayList<>();
        for (Chunk part : plan.chunks()) {
            MemoryVideo.Sink sink = new MemoryVideo.Sink();
            upscaler.restore(part, source, sink, () -> {}, () -> false);
            all.addAll(sink.frames);
        }
        return all;
    }

    private static List<String> bits(List<MemoryVideo.Kept> frames) {
        return frames.stream().map(frame -> Arrays.toString(frame.bytes())).toList();
    }

    @Test
    void everyChunkKnowsTheWholeShot() {
        Measuring model = new Measuring();
        List<String> whole = bits(run(model, 1000, new HashMap<>()));
        assertThat(model.measured).as("once a shot, on at most 16 frames of it").containsExactly(5L, 16L, 6L);

        for (int chunk : new int[] {1, 4, 13}) {
            assertThat(bits(run(new Measuring(), chunk, new HashMap<>())))
                    .as("chunks of %d", chunk)
                    .isEqualTo(whole);
        }
        assertThat(Scopes.count(manager)).isZero();
    }

    @Test
    void whatWasMeasuredIsKeptToTheBit() throws IOException {
        Path file = folder.resolve("shots.json");
        List<String> whole = bits(run(new Measuring(), 7, KeptShots.open(file)));
        assertThat(file).exists();
        assertThat(folder.toFile().list()).containsExactly("shots.json");

        Measuring resumed = new Measuring();
        assertThat(bits(run(resumed, 3, KeptShots.open(file)))).isEqualTo(whole);
        assertThat(resumed.measured).as("nothing is measured again").isEmpty();
    }

    @Test
    void aFileThatIsDamagedIsMeasuredAgain() throws IOException {
        Path file = folder.resolve("shots.json");
        List<String> whole = bits(run(new Measuring(), 7, KeptShots.open(file)));
        String json = Files.readString(file);
        for (String damaged : List.of(json.substring(0, json.length() / 2), "[]", "{\"0\": [null]}", "{\"x\": [1]}")) {
            Files.writeString(file, damaged);
            Measuring again = new Measuring();
            assertThat(bits(run(again, 7, KeptShots.open(file)))).isEqualTo(whole);
            assertThat(again.measured).hasSize(3);
        }
        Files.write(file, new byte[] {(byte) 0xff, 0});
        assertThat(KeptShots.open(file)).isEmpty();
    }
}
