package io.vsr4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartTest {
    @Test
    void asManyAreForValidationAsTheShareSays() {
        List<String> names =
                IntStream.range(0, 4000).mapToObj(i -> "set/clip" + i + ".mp4").toList();
        for (double share : new double[] {0, 0.1, 0.5}) {
            long count = names.stream()
                    .filter(name -> Part.of(name, share) == Part.VALIDATION)
                    .count();
            assertThat(count / 4000.0).isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / 4000)));
        }
        // Whoever is for validation at a small share is at a larger one.
        assertThat(names)
                .allMatch(name -> Part.of(name, 0.1) == Part.TRAINING || Part.of(name, 0.5) == Part.VALIDATION);
    }

    @Test
    void aFolderMaySay() {
        assertThat(Part.of("set/val/a.mp4", 0)).isEqualTo(Part.VALIDATION);
        assertThat(Part.of("train/a.mp4", 0.999)).isEqualTo(Part.TRAINING);
    }

    @Test
    void bothPartsTogetherAreAllAndFilesThatAreAddedMoveNone(@TempDir Path folder) throws IOException {
        for (int i = 0; i < 8; i++) {
            DataFiles.png(folder.resolve("p" + i * i + ".png"), DataFiles.waves(16, 16, i));
        }
        ClipSettings settings = DataFiles.settings(folder, 8, 2, 2);
        int before = sources(settings, 0.4, Part.VALIDATION);
        assertThat(before + sources(settings, 0.4, Part.TRAINING)).isEqualTo(8);
        List<Footage> validated = DataTree.read(folder).stream()
                .filter(f -> Part.of(f.name(), 0.4) == Part.VALIDATION)
                .toList();

        for (int i = 0; i < 6; i++) {
            DataFiles.png(folder.resolve("later" + i * i + ".png"), DataFiles.waves(16, 16, i));
        }
        assertThat(DataTree.read(folder).stream()
                        .filter(f -> Part.of(f.name(), 0.4) == Part.VALIDATION)
                        .toList())
                .containsAll(validated);
    }

    @Test
    void aPartWithoutSourcesIsAnError(@TempDir Path folder) throws IOException {
        DataFiles.png(folder.resolve("p.png"), DataFiles.waves(16, 16, 1));
        assertThatThrownBy(() -> Clips.open(DataFiles.settings(folder, 8, 2, 2), Part.VALIDATION, n -> {}))
                .hasMessageContaining("of 1 videos and photos none is for validation at a share of 0.0");
    }

    /** Though a hash of its name puts it elsewhere. */
    @Test
    void aSourceAloneIsLearnedFrom(@TempDir Path folder) throws IOException {
        DataFiles.png(folder.resolve("p.png"), DataFiles.waves(16, 16, 1));
        ClipSettings settings = DataFiles.settings(folder, 8, 2, 2);
        assertThat(Part.of("p.png", 0.999)).isEqualTo(Part.VALIDATION);
        assertThat(sources(settings, 0.999, Part.TRAINING)).isEqualTo(1);
    }

    private static int sources(ClipSettings all, double share, Part part) throws IOException {
        ClipSettings settings = new ClipSettings(
                all.folders(),
                all.height(),
                all.width(),
                all.frames(),
                all.scale(),
                all.reduce(),
                all.photos(),
                all.flips(),
                all.turns(),
                all.reversal(),
                all.preset(),
                all.temporal(),
                all.sharpen(),
                share,
                all.seed());
        try (Clips clips = Clips.open(settings, part, n -> {})) {
            return clips.sources();
        }
    }
}
