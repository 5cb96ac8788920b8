package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.media.ColourTags;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.PixelFormat;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShotDetectorTest {
    private static final ColourTags TAGS = new ColourTags(1, 1, 1, 1, 1);

    @TempDir
    Path folder;

    private List<Integer> shots(int frames, Clip.Painter painter) throws Exception {
        Path clip = Clip.write(folder.resolve("clip.mkv"), PixelFormat.YUV420P, TAGS, 64, 48, frames, painter);
        return shots(clip);
    }

    private static List<Integer> shots(Path clip) throws Exception {
        try (FrameReader frames = FrameReader.open(clip, MediaLimits.DEFAULT)) {
            return ShotDetector.shots(frames, n -> {});
        }
    }

    /** A moving pattern; another scene from each of the given frames on. */
    private static Clip.Painter scenes(int... cuts) {
        return (f, p, x, y) -> {
            int scene = 0;
            for (int cut : cuts) {
                scene += f >= cut ? 1 : 0;
            }
            int phase = (x + f) / 8 + y / 8 * (scene + 1);
            return p > 0 ? 128 : 40 + 30 * ((phase + scene) % 6) / (1 + scene % 2) + 60 * (scene % 3);
        };
    }

    @Test
    void findsHardCutsAndNothingElse() throws Exception {
        assertThat(shots(40, scenes())).containsExactly(0);
        assertThat(shots(40, scenes(1))).containsExactly(0, 1);
        assertThat(shots(40, scenes(11, 25, 39))).containsExactly(0, 11, 25, 39);
    }

    @Test
    void shortVideosAreNoProblem() throws Exception {
        for (int frames = 1; frames <= 5; frames++) {
            assertThat(shots(frames, scenes())).containsExactly(0);
        }
        assertThat(shots(2, scenes(1))).containsExactly(0, 1);
    }

    @Test
    void aFlashIsNoCut() throws Exception {
        Clip.Painter steady = scenes();
        assertThat(shots(20, (f, p, x, y) -> f == 9 && p == 0 ? 235 : steady.code(f, p, x, y)))
                .containsExactly(0);
    }

    @Test
    void aFadeIsNoCut() throws Exception {
        Clip.Painter steady = scenes();
        assertThat(shots(30, (f, p, x, y) -> p == 0 ? 16 + (steady.code(f, p, x, y) - 16) * f / 29 : 128))
                .containsExactly(0);
    }

    @Test
    void findsTheOneCutOfTheSample() throws Exception {
        assertThat(shots(Clip.SAMPLE)).hasSize(2);
    }
}
