package io.vsr4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredClipsTest {
    @TempDir
    private Path folder;

    private NDManager owner;

    @BeforeEach
    void open() throws IOException {
        owner = TorchEngine.newManager(Device.cpu());
        DataFiles.sample(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        owner.close();
    }

    private ClipSettings wanted(int size, int frames) {
        return DataFiles.settings(folder.resolve("data"), size, frames, 2);
    }

    private StoredClips store(ClipSettings wanted, StoreSettings store) throws IOException {
        ClipSettings made = wanted.sized(store.height(), store.width(), store.frames());
        Clips maker = Clips.open(made, Part.TRAINING, note -> {});
        return new StoredClips(maker, wanted, store, store.folder());
    }

    private StoreSettings settings(int clips, int uses, int size, int frames) {
        return new StoreSettings(folder.resolve("store"), clips, uses, size, size, frames);
    }

    private static List<Float> values(NDArray x) {
        List<Float> values = new ArrayList<>();
        for (float value : x.toFloatArray()) {
            values.add(value);
        }
        return values;
    }

    @Test
    void aClipIsAFunctionOfItsNumberWhateverTheFolderHolds() throws IOException {
        ClipSettings wanted = wanted(32, 2);
        StoreSettings settings = settings(3, 2, 48, 3);
        List<List<Float>> first = new ArrayList<>();
        try (StoredClips clips = store(wanted, settings)) {
            for (int i = 0; i < 8; i++) {
                first.add(values(clips.clip(i, owner).high()));
                first.add(values(clips.pictures(i, 2, owner)));
            }
        }
        try (Stream<Path> files = Files.list(settings.folder())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("0.safetensors", "1.safetensors", "2.safetensors");
        }
        Files.delete(settings.folder().resolve("0.safetensors"));
        Files.write(settings.folder().resolve("1.safetensors"), new byte[100]);
        try (StoredClips clips = store(wanted, settings)) {
            for (int i = 7; i >= 0; i--) {
                assertThat(values(clips.pictures(i, 2, owner))).isEqualTo(first.get(2 * i + 1));
                assertThat(values(clips.clip(i, owner).high())).isEqualTo(first.get(2 * i));
            }
        }
        assertThat(first.stream().distinct().count()).isEqualTo(first.size());
    }

    @Test
    void whatIsKeptIsWhatWasMade() throws IOException {
        ClipSettings all = wanted(32, 2);
        ClipSettings upright = new ClipSettings(
                all.folders(), 32, 32, 2, 2, 1, 0, false, false, false, all.preset(), all.temporal(), false, 0, 5);
        StoreSettings settings = settings(4, 1, 32, 2);
        try (StoredClips clips = store(upright, settings);
                Clips maker = Clips.open(upright, Part.TRAINING, note -> {})) {
            for (int i = 0; i < 4; i++) {
                for (int pass = 0; pass < 2; pass++) {
                    Clip kept = clips.clip(i, owner);
                    Clip made = maker.clip(i, owner);
                    assertThat(kept.high().sub(made.high()).abs().max().getFloat())
                            .isLessThanOrEqualTo(0.5f / 255 + 1e-6f);
                    assertThat(kept.low().sub(made.low()).abs().max().getFloat())
                            .isLessThanOrEqualTo((float) Math.pow(2, -11));
                }
            }
        }
    }

    @Test
    void goodAndBadFramesStayOneAboveTheOther() throws IOException {
        try (StoredClips clips = store(wanted(48, 2), settings(2, 4, 96, 4))) {
            for (int i = 0; i < 16; i++) {
                Clip clip = clips.clip(i, owner);
                assertThat(clip.high().getShape()).isEqualTo(new Shape(2, 3, 48, 48));
                NDArray small = Torch.bicubicAntialias(clip.high(), 24, 24);
                double same = small.sub(clip.low()).square().mean().getFloat();
                double turned = small.sub(clip.low().flip(3)).square().mean().getFloat();
                double delayed = small.sub(clip.low().flip(0)).square().mean().getFloat();
                assertThat(same).as("clip %d", i).isLessThan(Math.min(turned, 1.05 * delayed + 1e-6));
            }
        }
    }

    @Test
    void otherClipsAndOtherFilesHaveAFolderOfTheirOwn() throws IOException {
        ClipSettings made = wanted(32, 2);
        StoreSettings settings = settings(1, 1, 32, 2);
        Path first = settings.folderOf(made, Part.TRAINING);
        assertThat(settings.folderOf(wanted(32, 2), Part.TRAINING)).isEqualTo(first);
        assertThat(settings.folderOf(made, Part.VALIDATION)).isNotEqualTo(first);
        assertThat(settings.folderOf(wanted(48, 2), Part.TRAINING)).isNotEqualTo(first);
        DataFiles.png(folder.resolve("data/a.png"), DataFiles.waves(64, 64, 1));
        assertThat(settings.folderOf(made, Part.TRAINING)).isNotEqualTo(first);
    }

    @Test
    void aNewOneIsMadeEverySoManyDrawsAndAllAreDrawnAlike() {
        StoreSettings settings = settings(50, 4, 32, 2);
        long[] drawn = LongStream.range(0, 100_000)
                .map(i -> StoredClips.kept(i, settings, new Draw(1, i).random("test")))
                .toArray();
        for (int i = 0; i < 50; i++) {
            assertThat(drawn[4 * i]).isEqualTo(i);
        }
        for (int i = 0; i < 200; i++) {
            assertThat(drawn[i]).isBetween(0L, (long) i / 4);
        }
        for (int clip = 0; clip < 50; clip++) {
            int which = clip;
            long count = LongStream.of(drawn).skip(200).filter(n -> n == which).count();
            assertThat((double) count).as("clip %d", clip).isCloseTo(2000, within(250.0));
        }
        assertThat(StoredClips.kept(0, settings, new Random(1))).isZero();
    }
}
