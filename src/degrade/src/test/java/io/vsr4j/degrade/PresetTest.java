package io.vsr4j.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PresetTest {
    private static final int FRAMES = 5;

    @ParameterizedTest
    @EnumSource(Preset.class)
    void everySeedGivesAsManyFramesOfTheWantedSizeInBytes(Preset preset) throws IOException {
        for (int seed = 0; seed < 16; seed++) {
            List<Raster> frames = degraded(preset, Temporal.WALK, seed, 64, 40, 16, 10);

            assertThat(frames).as("seed " + seed).hasSize(FRAMES);
            assertThat(frames).allMatch(frame -> frame.width() == 16 && frame.height() == 10);
            for (Raster frame : frames) {
                for (int i = 0; i < frame.samples().length; i++) {
                    assertThat(frame.samples()[i]).isEqualTo(frame.code(i));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void oddSizesPassThroughCodecsThatKnowNone(Preset preset) throws IOException {
        for (int seed = 0; seed < 6; seed++) {
            assertThat(degraded(preset, Temporal.WALK, seed, 63, 45, 15, 11))
                    .hasSize(FRAMES)
                    .allMatch(frame -> frame.width() == 15 && frame.height() == 11);
        }
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void theSeedDecidesAllWhateverElseIsGoingOn(Preset preset) throws Exception {
        List<Raster> first = degraded(preset, Temporal.WALK, 7, 64, 48, 16, 12);
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Future<List<Raster>>> others = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                // Far apart: of neighbours the first numbers are alike, and at this size so are the pictures.
                long seed = i % 2 == 0 ? 7 : 700_000_007;
                others.add(pool.submit(() -> degraded(preset, Temporal.WALK, seed, 64, 48, 16, 12)));
            }
            for (int i = 0; i < 6; i++) {
                List<Raster> other = others.get(i).get();
                for (int t = 0; t < FRAMES; t++) {
                    boolean same =
                            Arrays.equals(other.get(t).samples(), first.get(t).samples());
                    assertThat(same).isEqualTo(i % 2 == 0);
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void framesGetWorseButStayThemselves(Preset preset) throws IOException {
        for (int seed = 0; seed < 8; seed++) {
            double error = 0;
            List<Raster> frames = degraded(preset, Temporal.CONSISTENT, seed, 96, 64, 24, 16);
            for (int t = 0; t < FRAMES; t++) {
                Raster good = ResizeFilter.AREA.resize(Frames.moving(96, 64, t), 24, 16);
                error += Frames.distance(good, frames.get(t)) / FRAMES;
            }
            assertThat(error).as("mean error of samples, of 255").isBetween(0.5, 60.0);
        }
    }

    /** The codec is drawn at one place of the row of random numbers: what else is drawn stays as it is. */
    @Test
    void mpeg2IsDrawnWhereOneAsksForItOnly() throws IOException {
        int other = 0;
        for (int seed = 0; seed < 6; seed++) {
            List<Raster> paper = degraded(Preset.REALBASICVSR, Temporal.CONSISTENT, seed, 96, 64, 24, 16);
            List<Raster> more = degraded(Preset.REALBASICVSR_MPEG2, Temporal.CONSISTENT, seed, 96, 64, 24, 16);
            if (!Arrays.equals(paper.get(0).samples(), more.get(0).samples())) {
                other++;
            }
        }
        // Two codecs a clip, of which each is another one in two of three cases.
        assertThat(other).isBetween(2, 6);
        assertThat(Preset.of("realbasicvsr-mpeg2")).isEqualTo(Preset.REALBASICVSR_MPEG2);
    }

    /** Seeds differ in what they leave out, and in whether the video or the size comes last. */
    @ParameterizedTest
    @EnumSource(Preset.class)
    void anOnlookerSeesEveryFrameAfterEachStepAndChangesNothing(Preset preset) throws IOException {
        List<String> must = preset == Preset.H264
                ? List.of("resize", "video")
                : List.of("blur", "resize", "noise", "JPEG", "video", "second resize", "second noise", "second JPEG");
        List<Raster> good = IntStream.range(0, FRAMES)
                .mapToObj(t -> Frames.moving(64, 48, t))
                .toList();
        for (int seed = 0; seed < 6; seed++) {
            Map<String, List<Raster>> seen = new LinkedHashMap<>();
            Onlooker onlooker = (after, frame) ->
                    seen.computeIfAbsent(after, name -> new ArrayList<>()).add(frame.copy());
            List<Raster> results;
            try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
                Order order = new Order(seed, 16, 12, Temporal.WALK, scope);
                results = Frames.through(result -> preset.before(order, onlooker, result), good);
            }
            assertThat(seen.keySet()).containsSubsequence(must);
            assertThat(seen.values()).allSatisfy(frames -> assertThat(frames).hasSize(FRAMES));
            List<List<Raster>> steps = List.copyOf(seen.values());
            List<Raster> last = steps.get(steps.size() - 1);
            List<Raster> alone = degraded(preset, Temporal.WALK, seed, 64, 48, 16, 12);
            for (int t = 0; t < FRAMES; t++) {
                assertThat(results.get(t).samples()).isEqualTo(alone.get(t).samples());
                assertThat(last.get(t).rounded().samples())
                        .isEqualTo(results.get(t).samples());
            }
        }
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Preset.of("vhs"))
                .hasMessageContaining("realbasicvsr, realbasicvsr-mpeg2, h264, got 'vhs'");
    }

    private static List<Raster> degraded(
            Preset preset, Temporal temporal, long seed, int width, int height, int toWidth, int toHeight)
            throws IOException {
        List<Raster> frames = IntStream.range(0, FRAMES)
                .mapToObj(t -> Frames.moving(width, height, t))
                .toList();
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            Order order = new Order(seed, toWidth, toHeight, temporal, scope);
            return Frames.through(result -> preset.before(order, result), frames);
        }
    }
}
