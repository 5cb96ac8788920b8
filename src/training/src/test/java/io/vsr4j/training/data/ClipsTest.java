package io.vsr4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.degrade.Raster;
import io.vsr4j.degrade.ResizeFilter;
import io.vsr4j.media.MediaException;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipsTest {
    private static final long ROOM = 64L << 20;
    /** So little that nothing is kept whole, and every video is read from its key frames. */
    private static final long NO_ROOM = 1000;

    @TempDir
    private Path folder;

    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private NDManager owner;

    @BeforeEach
    void open() {
        owner = TorchEngine.newManager(Device.cpu());
    }

    @AfterEach
    void close() {
        owner.close();
    }

    @Test
    void aClipIsAFunctionOfIndexAndSeedWhateverWasAskedBefore() throws Exception {
        DataFiles.sample(folder);
        DataFiles.png(folder.resolve("a.png"), DataFiles.waves(150, 120, 1));
        DataFiles.png(folder.resolve("b.png"), DataFiles.waves(120, 150, 2));
        ClipSettings settings = DataFiles.settings(folder, 64, 4, 2);
        List<float[]> wanted = new ArrayList<>();
        try (Clips clips = Clips.open(settings, Part.TRAINING, ROOM, notes::add)) {
            for (int i = 0; i < 6; i++) {
                wanted.add(values(clips.clip(i, owner)));
            }
        }
        assertThat(wanted.get(0)).isNotEqualTo(wanted.get(1));
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try (Clips clips = Clips.open(settings, Part.TRAINING, NO_ROOM, notes::add)) {
            List<Future<float[]>> again = new ArrayList<>();
            for (int i = 5; i >= 0; i--) {
                int index = i;
                again.add(pool.submit(() -> values(clips.clip(index, owner))));
            }
            for (int i = 0; i < 6; i++) {
                assertThat(again.get(5 - i).get()).isEqualTo(wanted.get(i));
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void clipsHaveTheShapesThatAreWantedAndFlowWhereItIsKnown() throws IOException {
        DataFiles.sample(folder);
        DataFiles.png(folder.resolve("a.png"), DataFiles.waves(150, 120, 1));
        int flows = 0;
        try (Clips clips = Clips.open(DataFiles.settings(folder, 48, 3, 4), Part.TRAINING, ROOM, notes::add)) {
            for (int i = 0; i < 8; i++) {
                Clip clip = clips.clip(i, owner);
                assertThat(clip.high().getShape()).isEqualTo(new Shape(3, 3, 48, 48));
                assertThat(clip.low().getShape()).isEqualTo(new Shape(3, 3, 12, 12));
                assertThat(clip.teacher()).isNull();
                assertThat(clip.high().min().getFloat()).isBetween(0f, 1f);
                assertThat(clip.high().max().getFloat()).isBetween(0f, 1f);
                assertThat(clip.low().max().getFloat()).isBetween(0f, 1f);
                if (clip.flow() != null) {
                    assertThat(clip.flow().getShape()).isEqualTo(new Shape(2, 2, 2, 48, 48));
                    flows++;
                }
            }
            assertThat(flows).isBetween(1, 7);
            NDArray pictures = clips.pictures(4, 5, owner);
            assertThat(pictures.getShape()).isEqualTo(new Shape(5, 3, 48, 48));
            assertThat(clips.pictures(4, 5, owner).toFloatArray()).isEqualTo(pictures.toFloatArray());
            assertThat(clips.pictures(5, 5, owner).toFloatArray()).isNotEqualTo(pictures.toFloatArray());
        }
    }

    @Test
    void noClipCrossesACut() throws IOException {
        // Three shots of 9, 6 and 8 frames, told apart by their brightness.
        Raster[] waves = {DataFiles.waves(64, 48, 0), DataFiles.waves(64, 48, 1), DataFiles.waves(64, 48, 2)};
        DataFiles.frames(folder.resolve("clip"), 23, t -> {
            int shot = t < 9 ? 0 : t < 15 ? 1 : 2;
            Raster frame = waves[shot].copy();
            for (int i = 0; i < frame.samples().length; i++) {
                frame.samples()[i] = 40 + 80 * shot + frame.samples()[i] / 16 + t / 8f;
            }
            return frame;
        });
        for (long room : new long[] {ROOM, NO_ROOM}) {
            boolean[] seen = new boolean[3];
            try (Clips clips = Clips.open(DataFiles.settings(folder, 32, 5, 2), Part.TRAINING, room, notes::add)) {
                for (int i = 0; i < 16; i++) {
                    float[] high = clips.clip(i, owner).high().toFloatArray();
                    int frame = high.length / 5;
                    int shot = shot(high, 0);
                    seen[shot] = true;
                    for (int t = 1; t < 5; t++) {
                        assertThat(shot(high, t * frame)).isEqualTo(shot);
                    }
                }
            }
            assertThat(seen).containsOnly(true);
        }
    }

    private static int shot(float[] samples, int at) {
        return Math.round((samples[at] * 255 - 48) / 80);
    }

    @Test
    void whatBelongsToAClipIsTakenAtTheSamePlaceAndTimeAndLiesTheSameWay() throws IOException {
        for (int clip = 0; clip < 2; clip++) {
            int first = clip * 10;
            DataFiles.frames(folder.resolve("GT/c" + clip), 7, t -> DataFiles.waves(72, 64, first + t));
            DataFiles.frames(
                    folder.resolve("LQ/c" + clip),
                    7,
                    t -> ResizeFilter.AREA.resize(DataFiles.waves(72, 64, first + t), 36, 32));
            DataFiles.frames(folder.resolve("TEACHER/c" + clip), 7, t -> {
                Raster frame = DataFiles.waves(72, 64, first + t);
                for (int i = 0; i < frame.samples().length; i++) {
                    frame.samples()[i] = 255 - frame.code(i);
                }
                return frame;
            });
        }
        // Frames differ wholly, which the detector of cuts takes for no cut, since all around differs as much.
        try (Clips clips = Clips.open(DataFiles.settings(folder, 32, 3, 2), Part.TRAINING, ROOM, notes::add)) {
            assertThat(clips.sources()).isEqualTo(2);
            for (int i = 0; i < 12; i++) {
                Clip clip = clips.clip(i, owner);
                float[] high = clip.high().toFloatArray();
                float[] low = clip.low().toFloatArray();
                float[] teacher = clip.teacher().toFloatArray();
                double worst = 0;
                for (int k = 0; k < high.length; k++) {
                    worst = Math.max(worst, Math.abs(teacher[k] - 1 + high[k]));
                }
                for (int k = 0; k < low.length; k++) {
                    int at = k / 256 * 1024 + k % 256 / 16 * 64 + k % 16 * 2;
                    float mean = (high[at] + high[at + 1] + high[at + 32] + high[at + 33]) / 4;
                    worst = Math.max(worst, Math.abs(low[k] - mean));
                }
                assertThat(worst).isLessThan(0.006); // one and a half of 255 levels: both sides are rounded
            }
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void filesThatCannotBeUsedAreToldOnceCountedAndPassedOver() throws IOException {
        DataFiles.png(folder.resolve("good.png"), DataFiles.waves(100, 100, 1));
        DataFiles.png(folder.resolve("small.png"), DataFiles.waves(20, 20, 1));
        Files.write(folder.resolve("garbage.mp4"), new byte[5000]);
        Files.write(folder.resolve("empty.mkv"), new byte[0]);
        Files.writeString(folder.resolve("page.jpg"), "<html>not found</html>");
        byte[] whole = Files.readAllBytes(folder.resolve("good.png"));
        Files.write(folder.resolve("cut off.png"), java.util.Arrays.copyOf(whole, 200));
        Files.writeString(folder.resolve("README.txt"), "nothing to learn from");
        DataFiles.frames(folder.resolve("short"), 2, t -> DataFiles.waves(64, 64, t));
        DataFiles.frames(folder.resolve("set/GT/a"), 5, t -> DataFiles.waves(64, 64, t));
        DataFiles.frames(folder.resolve("set/LQ/a"), 4, t -> DataFiles.waves(32, 32, t));
        DataFiles.frames(folder.resolve("set/GT/b"), 5, t -> DataFiles.waves(64, 64, t));
        try (Clips clips = Clips.open(DataFiles.settings(folder, 48, 3, 2), Part.TRAINING, ROOM, notes::add)) {
            for (int i = 0; i < 40; i++) {
                assertThat(clips.clip(i, owner).flow())
                        .as("only the photo is of use")
                        .isNotNull();
            }
            assertThat(clips.skipped()).isEqualTo(8);
        }
        assertThat(notes).hasSize(8).doesNotHaveDuplicates();
        assertThat(String.join("\n", notes))
                .contains("small.png: is 20x20")
                .contains("garbage.mp4")
                .contains("empty.mkv")
                .contains("page.jpg: is not a PNG, JPEG or TIFF picture")
                .contains("cut off.png")
                .contains("short: has 2 frames, and a clip needs 3")
                .contains("LQ/a: has 4 frames of 32x32")
                .contains("GT/b: has nothing of the same name");
    }

    @Test
    void whereNothingCanBeUsedTheErrorSaysWhatWasWanted() throws IOException {
        Files.write(folder.resolve("garbage.mp4"), new byte[5000]);
        try (Clips clips = Clips.open(DataFiles.settings(folder, 48, 3, 2), Part.TRAINING, ROOM, notes::add)) {
            assertThatThrownBy(() -> clips.clip(0, owner))
                    .isInstanceOf(MediaException.class)
                    .hasMessageContaining("none of the 1 videos and photos")
                    .hasMessageContaining("3 frames of 48x48");
        }
    }

    @Test
    void anEmptyFolderSaysWhatWasLookedFor() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "");
        assertThatThrownBy(() -> Clips.open(DataFiles.settings(folder, 48, 3, 2), Part.TRAINING, notes::add))
                .hasMessageContaining("no video (mp4, mkv, mov, ...)")
                .hasMessageContaining("1 files of other kinds");
        assertThatThrownBy(() ->
                        Clips.open(DataFiles.settings(folder.resolve("gone"), 48, 3, 2), Part.TRAINING, notes::add))
                .hasMessageContaining("there is no such folder");
    }

    private static float[] values(Clip clip) {
        float[] high = clip.high().toFloatArray();
        float[] low = clip.low().toFloatArray();
        float[] both = java.util.Arrays.copyOf(high, high.length + low.length);
        System.arraycopy(low, 0, both, high.length, low.length);
        return both;
    }
}
