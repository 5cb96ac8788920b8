package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames at times that no rate explains. */
class JoinTimesTest {
    private static final int FRAMES = 19;

    @TempDir
    Path dir;

    /** The gap that frame {@code at} has before it is of {@code ticks}; the last frame is shown for {@code last}. */
    @ParameterizedTest
    @CsvSource({
        "mp4, 18, 1024, 512", "mp4, 17, 1024, 512", "mp4, 16, 4000, 512", "mp4, 18, 2, 512", "mp4, 5, 640, 9000",
        "mp4, 1, 5000, 512", "mp4, 2, 5000, 1", "mov, 18, 1024, 512", "mov, 17, 90000, 3", "mkv, 18, 1024, 512",
    })
    void endWhereTheSourceEnds(String extension, int at, long ticks, long last) throws Exception {
        long[] pts = new long[FRAMES];
        for (int i = 1; i < FRAMES; i++) {
            pts[i] = pts[i - 1] + (i == at ? ticks : 512);
        }
        assertKept(pts, last, extension);
    }

    @ParameterizedTest
    @CsvSource({"mp4, 1", "mp4, 2", "mp4, 3", "mp4, 4", "mov, 5", "mov, 6"})
    void endWhereTheSourceEndsAtRandom(String extension, long seed) throws Exception {
        Random random = new Random(seed);
        long[] pts = new long[FRAMES];
        for (int i = 1; i < FRAMES; i++) {
            pts[i] = pts[i - 1] + 1 + random.nextInt(random.nextBoolean() ? 20 : 3000);
        }
        assertKept(pts, 1 + random.nextInt(3000), extension);
    }

    private void assertKept(long[] pts, long last, String extension) throws Exception {
        Rational unit = new Rational(1, 12288);
        FrameIndex frames = new FrameIndex(unit, pts, new int[] {0}, pts[FRAMES - 1] + last);
        OutputVideo video = new OutputVideo(
                64,
                48,
                PixelFormat.YUV420P,
                Clips.BT709,
                new Rational(1, 1),
                0,
                unit,
                new Rational(24, 1),
                HdrMetadata.NONE);
        Path file = dir.resolve("joined." + extension);
        Joiner.join(
                JoinPlan.withoutSource(frames),
                Clips.chunks(dir, video, EncodeSettings.of(Codec.H264), frames, 7),
                file,
                false);

        FrameIndex found = Clips.probe(file).frames();
        boolean exact = !extension.equals("mkv"); // which counts milliseconds and lets the player end it
        for (int i = 0; i < FRAMES; i++) {
            assertThat(found.seconds(i)).isCloseTo(frames.seconds(i), within(exact ? 1e-9 : 0.0006));
        }
        if (exact) {
            assertThat(found.end() * found.timeBase().value()).isEqualTo(frames.end() * unit.value());
        }
    }
}
