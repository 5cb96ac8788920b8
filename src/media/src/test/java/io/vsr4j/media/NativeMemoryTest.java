package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is opened and closed leaves nothing behind. */
class NativeMemoryTest {
    private static final int ROUNDS = 100;

    @TempDir
    static Path dir;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "plain.mp4, -pix_fmt yuv420p -c:v libx264 -g 6",
        "fields.ts, -vf setfield=tff -pix_fmt yuv420p -flags +ildct+ilme -c:v mpeg2video -g 6",
        "packed.avi, -pix_fmt uyvy422 -c:v rawvideo",
    })
    void openingAndClosingManyTimesIsFlat(String name, String how) throws Exception {
        Path file = Clips.make(dir, "-f lavfi -i testsrc2=size=320x180:rate=25:duration=0.48 " + how + " " + name);
        for (int i = 0; i < ROUNDS / 4; i++) {
            readSome(file);
        }

        long before = residentBytes();
        for (int i = 0; i < ROUNDS; i++) {
            readSome(file);
        }

        // Three leaked frames a round would be 26 MiB, a leaked decoder far more; heap and allocator breathe by less.
        assertThat(residentBytes() - before).isLessThan(16 << 20);
    }

    @ParameterizedTest
    @CsvSource({"refused.mp4, 5000", "refused.mp4, 0"})
    void refusingManyTimesIsFlat(String name, int bytes) throws Exception {
        Path file = Files.write(dir.resolve(name), new byte[bytes]);
        for (int i = 0; i < 50; i++) {
            refuse(file);
        }

        long before = residentBytes();
        for (int i = 0; i < 400; i++) {
            refuse(file);
        }

        assertThat(residentBytes() - before).isLessThan(6 << 20);
    }

    @Test
    void cuttingManyTimesIsFlat() throws Exception {
        Path file = Clips.make(
                dir, "-f lavfi -i testsrc2=size=320x180:rate=25:duration=0.96 -c:v libx264 -g 6 -threads 1 whole.mp4");
        VideoInfo video = Clips.probe(file);
        for (int i = 0; i < ROUNDS / 4; i++) {
            cut(MediaSource.of(file), video);
        }

        long before = residentBytes();
        for (int i = 0; i < ROUNDS; i++) {
            cut(MediaSource.of(file), video);
        }

        assertThat(residentBytes() - before).isLessThan(16 << 20);
    }

    private static void cut(MediaSource source, VideoInfo video) throws Exception {
        Path file = dir.resolve("part");
        try (PartCutter cutter = new PartCutter(source, video, MediaLimits.DEFAULT);
                PartProof proof = new PartProof(source, video, MediaLimits.DEFAULT, 1)) {
            proof.check(cutter.cut(13, 15, file), MediaSource.of(file));
        }
    }

    private static void readSome(Path file) throws Exception {
        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        try (FrameReader frames = FrameReader.open(MediaSource.of(file), info.video(), MediaLimits.DEFAULT, 1)) {
            Picture picture = info.video().newPicture();
            frames.read(picture);
            frames.seek(8);
            frames.read(picture);
            frames.seek(2);
            frames.read(picture);
        }
    }

    private static void refuse(Path file) throws Exception {
        try {
            MediaProbe.probe(file, MediaLimits.DEFAULT);
            throw new AssertionError("accepted " + file);
        } catch (MediaException expected) {
            // as it should be
        }
    }

    /** {@return memory that is resident and does not belong to files, after a collection} */
    private static long residentBytes() throws Exception {
        System.gc();
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        return status.stream()
                .filter(line -> line.startsWith("RssAnon"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
