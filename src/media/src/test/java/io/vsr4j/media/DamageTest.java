package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage costs pictures, never their number or their times. */
class DamageTest {
    private static final String SOURCE =
            "-f lavfi -i testsrc2=size=160x96:rate=25:duration=2,noise=alls=20:all_seed=7 -pix_fmt yuv420p ";

    @TempDir
    static Path dir;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "avc.mp4, -c:v libx264 -g 10 -bf 2",
        "avc.mkv, -c:v libx264 -g 10 -bf 2",
        "avc.ts, -c:v libx264 -g 10 -bf 2",
        "avc.mov, -c:v libx264 -g 50",
        "mpeg2.ts, -c:v mpeg2video -g 10 -bf 2",
        "mpeg4.avi, -c:v mpeg4 -g 10 -bf 2",
        "mjpeg.mov, -c:v mjpeg",
    })
    void flippedBitsCostNoFrames(String name, String how) throws Exception {
        Path file = Clips.make(dir, SOURCE + how + " " + name);
        FrameIndex intact = MediaProbe.probe(file, MediaLimits.DEFAULT).video().frames();
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(5);
        int changed = 0;
        while (changed < 12) {
            int at = bytes.length * 3 / 10 + random.nextInt(bytes.length * 4 / 10);
            // Headers of transport stream packets stay: without them a frame is not damaged but gone.
            if (!name.endsWith("ts") || at % 188 > 40) {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                changed++;
            }
        }
        Files.write(file, bytes);

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        FrameIndex index = info.video().frames();
        assertThat(index.pts()).isEqualTo(intact.pts());
        assertThat(index.end()).isEqualTo(intact.end());
        try (FrameReader frames = FrameReader.open(info)) {
            assertThat(Reference.times(Reference.read(frames))).containsExactlyElementsOf(list(intact));
            assertThat(frames.damaged()).isBetween(1, 45);
            for (int frame = 49; frame >= 0; frame -= 7) {
                frames.seek(frame);
                assertThat(Reference.read(frames, 1).get(0).pts()).isEqualTo(intact.pts()[frame]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv"})
    void aLostGroupIsRepeated(String extension) throws Exception {
        Path file = Clips.make(dir, SOURCE + "-c:v libx264 -g 10 -bf 0 lost." + extension);
        FrameIndex intact = MediaProbe.probe(file, MediaLimits.DEFAULT).video().frames();
        // Each packet of frames 20 to 29 keeps its place and length, and loses all of its content.
        PacketEraser.erase(file, intact.pts()[20], intact.pts()[29]);

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        assertThat(info.video().frames().pts()).isEqualTo(intact.pts());
        try (FrameReader frames = FrameReader.open(info)) {
            List<String> pictures = Reference.samples(Reference.read(frames));
            assertThat(frames.damaged()).isGreaterThanOrEqualTo(10);
            assertThat(pictures.subList(19, 30)).containsOnly(pictures.get(19));
            assertThat(pictures.get(30)).isNotEqualTo(pictures.get(29));
            // Reading that begins inside of the gap finds something to show as well.
            BitSet once = frames.damagedFrames();
            assertThat(once.get(20, 30).cardinality()).isEqualTo(10);
            frames.seek(25);
            assertThat(Reference.read(frames, 10)).hasSize(10);
            assertThat(frames.damagedFrames()).as("each counts once").isEqualTo(once);
            assertThat(frames.damaged()).isEqualTo(once.cardinality());
        }
    }

    @Test
    void aPictureThatDamageMakesALeadingOneKeepsItsPlace() throws Exception {
        Path file = Clips.make(
                dir,
                SOURCE + "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=25:bframes=0 leading.mp4");
        FrameIndex intact = MediaProbe.probe(file, MediaLimits.DEFAULT).video().frames();
        int raslPicture = 8 << 1; // the head of its NAL unit
        PacketEraser.erase(file, intact.pts()[35], intact.pts()[35], raslPicture);

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        assertThat(info.video().frames().pts()).isEqualTo(intact.pts());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "gone.mkv, -c:v libx264 -g 10 -bf 2",
        "gone.ts, -c:v libx264 -g 10 -bf 2",
        "gone.flv, -c:v libx264 -g 10 -bf 2",
        "gone.avi, -c:v mpeg4 -g 10",
        "reordered.avi, -c:v mpeg4 -g 10 -bf 2",
        "gone-h264.avi, -c:v libx264 -g 10 -bf 2",
    })
    void framesOfWhichNothingIsLeftKeepTheirPlaces(String name, String how) throws Exception {
        Path file = Clips.make(dir, SOURCE + how + " " + name);
        FrameIndex intact = MediaProbe.probe(file, MediaLimits.DEFAULT).video().frames();
        byte[] bytes = Files.readAllBytes(file);
        // Headers and all: the container itself has to find its way again.
        int middle = bytes.length / 376 * 188;
        Arrays.fill(bytes, middle, middle + 188 * 80, (byte) 0);
        Files.write(file, bytes);

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        assertThat(info.video().frames().pts()).isEqualTo(intact.pts());
        assertThat(info.video().frames().end()).isEqualTo(intact.end());
        assertThat(info.notes()).anyMatch(note -> note.contains("are lost"));
        try (FrameReader frames = FrameReader.open(info)) {
            assertThat(Reference.times(Reference.read(frames))).containsExactlyElementsOf(list(intact));
            assertThat(frames.damaged()).isPositive();
        }
    }

    @Test
    void recordingsPutTogetherGetNoFramesInBetween() throws Exception {
        Path first = Clips.make(dir, SOURCE + "-c:v libx264 -g 10 -bf 2 -output_ts_offset 10 first.ts");
        Path second = Clips.make(dir, SOURCE + "-c:v libx264 -g 10 -bf 2 -output_ts_offset 20 second.ts");
        Path both = Files.write(dir.resolve("both.ts"), Files.readAllBytes(first));
        Files.write(both, Files.readAllBytes(second), StandardOpenOption.APPEND);

        FrameIndex index = MediaProbe.probe(both, MediaLimits.DEFAULT).video().frames();
        assertThat(index.count()).isEqualTo(100);
        assertThat(index.seconds(50) - index.seconds(49)).isCloseTo(10 - 49 * 0.04, within(0.001));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkv", "ts", "avi", "flv"})
    void whatIsLeftOfATruncatedFileIsUsable(String extension) throws Exception {
        Path file = Clips.make(
                dir, SOURCE + "-c:v mpeg2video -g 10 whole." + (extension.equals("flv") ? "mkv" : extension));
        if (extension.equals("flv")) {
            file = Clips.make(dir, SOURCE + "-c:v flv1 -g 10 whole.flv");
        }
        FrameIndex whole = MediaProbe.probe(file, MediaLimits.DEFAULT).video().frames();
        byte[] bytes = Files.readAllBytes(file);
        Path cut = Files.write(dir.resolve("cut." + extension), Arrays.copyOf(bytes, bytes.length * 6 / 10));

        MediaInfo info = MediaProbe.probe(cut, MediaLimits.DEFAULT);
        FrameIndex index = info.video().frames();
        assertThat(index.count()).isBetween(15, 40);
        assertThat(index.pts()).isEqualTo(Arrays.copyOf(whole.pts(), index.count()));
        try (FrameReader frames = FrameReader.open(info)) {
            assertThat(Reference.read(frames)).hasSize(index.count());
            assertThat(frames.damaged()).isLessThanOrEqualTo(2);
            frames.seek(index.count() - 1);
            assertThat(Reference.read(frames, 1)).hasSize(1);
        }
    }

    @Test
    void aMovieThatEndsEarlySaysSo() throws Exception {
        Path file = Clips.make(dir, SOURCE + "-c:v libx264 -g 10 -movflags +faststart early.mp4");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length * 6 / 10));

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        assertThat(info.notes()).anyMatch(note -> note.matches("the file ends early: \\d+ of 50 packets are there"));
        try (FrameReader frames = FrameReader.open(info)) {
            assertThat(Reference.read(frames)).hasSize(info.video().frames().count());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fuzz.mp4, -c:v libx264 -g 10",
        "fuzz.mkv, -c:v libx264 -g 10",
        "fuzz.ts, -c:v mpeg2video -g 10",
        "fuzz.avi, -c:v mpeg4 -g 10 -bf 2",
        "fuzz.webm, -c:v libvpx-vp9 -cpu-used 8 -deadline realtime",
        "fuzz.mov, -c:v prores_ks -pix_fmt yuv422p10le",
        "fuzz.flv, -c:v flv1",
        "fuzz.mpg, -c:v mpeg1video",
    })
    void garbageEndsInFramesOrInOneLine(String name, String how) throws Exception {
        Path file = Clips.make(
                dir, "-f lavfi -i testsrc2=size=64x48:rate=25:duration=0.6 -pix_fmt yuv420p " + how + " " + name);
        byte[] intact = Files.readAllBytes(file);
        MediaLimits limits = new MediaLimits(2048, 2048, 1 << 20, 1000, 16, 1 << 20);
        for (int seed = 0; seed < 12; seed++) {
            Files.write(file, mutate(intact, new Random(seed)));
            Throwable thrown = catchThrowable(() -> readSome(file, limits));
            if (thrown != null) {
                assertThat(thrown)
                        .as(name + " with seed " + seed)
                        .isInstanceOf(MediaException.class)
                        .hasMessageStartingWith(file + ": ");
            }
        }
    }

    private static void readSome(Path file, MediaLimits limits) throws Exception {
        VideoInfo video = MediaProbe.probe(file, limits).video();
        try (FrameReader frames = FrameReader.open(MediaSource.of(file), video, limits, 2)) {
            assertThat(Reference.read(frames, Math.min(20, video.frames().count())))
                    .isNotEmpty();
            frames.seek(video.frames().count() - 1);
            assertThat(Reference.read(frames, 1)).hasSize(1);
        }
    }

    private static byte[] mutate(byte[] intact, Random random) {
        byte[] bytes = intact.clone();
        int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 800);
        for (int i = 1 + random.nextInt(60); i > 0; i--) {
            int at = random.nextInt(reach);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256) : (byte) (bytes[at] ^ 1 << random.nextInt(8));
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static List<Long> list(FrameIndex index) {
        return Arrays.stream(index.pts()).boxed().toList();
    }
}
