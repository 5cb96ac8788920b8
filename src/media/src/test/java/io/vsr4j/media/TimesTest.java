package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that do not begin at zero, at a key frame, or at the frame that is shown first. */
class TimesTest {
    private static final String SOURCE = "-f lavfi -i testsrc2=size=64x48:rate=25:duration=2 -pix_fmt yuv420p ";

    @TempDir
    static Path dir;

    @BeforeAll
    static void makeSources() throws Exception {
        Clips.make(dir, SOURCE + "-c:v libx264 -x264-params open-gop=1:keyint=10:bframes=3 avc.mp4");
        Clips.make(
                dir, SOURCE + "-c:v libx265 -x265-params log-level=none:open-gop=1:keyint=10:min-keyint=10 hevc.mp4");
        // Encoded as transport streams, for copies have parameter sets at the first key frame only.
        Clips.make(dir, SOURCE + "-c:v libx264 -x264-params open-gop=1:keyint=10:bframes=3 avc.ts");
        Clips.make(dir, SOURCE + "-c:v libx265 -x265-params log-level=none:open-gop=1:keyint=10:min-keyint=10 hevc.ts");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "edit-list.mp4, -ss 0.5 -i avc.mp4 -c copy",
        "edit-list-hevc.mp4, -ss 0.5 -i hevc.mp4 -c copy",
        "edit-list.mov, -ss 1.3 -i avc.mp4 -c copy",
        "late.mp4, -itsoffset 5 -i avc.mp4 -c copy",
        "late.mkv, -itsoffset 5 -i avc.mp4 -c copy",
        "late.ts, -i avc.mp4 -c copy -output_ts_offset 1000",
        "negative.mp4, -itsoffset -0.7 -i avc.mp4 -c copy -avoid_negative_ts disabled",
        "clock-wraps.ts, -i avc.mp4 -c copy -output_ts_offset 95442.7",
    })
    void theTimesAreTheFilesOwn(String name, String how) throws Exception {
        Path file = Clips.make(dir, how + " " + name);

        assertReadsLikeFfmpeg(file);
    }

    @Test
    void anEditListThatShowsAPartTwiceIsFollowed() throws Exception {
        // The muxer writes one edit; a second one is patched in over a free box that was left for it.
        Path file = Clips.make(dir, "-i avc.mp4 -c copy -movflags +faststart -moov_size 20000 twice.mp4");

        Files.write(file, EditList.showTwice(Files.readAllBytes(file)));

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        assertThat(info.video().frames().count()).isGreaterThan(50);
        assertReadsLikeFfmpeg(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"avc.ts", "hevc.ts"})
    void framesThatNeedWhatWasCutAwayAreLeftOut(String name) throws Exception {
        byte[] whole = Files.readAllBytes(dir.resolve(name));
        Path file = dir.resolve("cut-" + name);
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        cut.write(whole, 0, 3 * 188); // the tables
        int middle = whole.length / 188 * 2 / 5 * 188;
        cut.write(whole, middle, whole.length - middle);
        Files.write(file, cut.toByteArray());

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        assertThat(info.notes()).anyMatch(note -> note.contains("before the first key frame"));
        assertThat(info.video().frames().count()).isBetween(20, 40);
        assertReadsLikeFfmpeg(file);
    }

    @Test
    void aClockThatStartsAgainContinues() throws Exception {
        byte[] once = Files.readAllBytes(dir.resolve("avc.ts"));
        byte[] twice = Arrays.copyOf(once, 2 * once.length);
        System.arraycopy(once, 0, twice, once.length, once.length);
        Path file = Files.write(dir.resolve("twice.ts"), twice);

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        FrameIndex index = info.video().frames();
        assertThat(index.count()).isEqualTo(100);
        assertThat(info.notes()).anyMatch(note -> note.contains("timestamps repaired"));
        assertThat((index.end() - index.pts()[0]) * index.timeBase().value()).isEqualTo(4.0);
        List<String> first = Reference.samples(Reference.decode(dir.resolve("avc.ts"), PixelFormat.YUV420P));
        try (FrameReader frames = FrameReader.open(info)) {
            frames.seek(50);
            assertThat(Reference.samples(Reference.read(frames, 50))).isEqualTo(first);
        }
    }

    @Test
    void framesOfOneTimeAreAllRead() throws Exception {
        String fiveAtOnce = "-vf setpts='if(lt(mod(N,10),5),N,floor(N/10)*10+5)/25/TB' -fps_mode passthrough ";
        Path file = Clips.make(dir, SOURCE + fiveAtOnce + "-c:v libx264 -bf 0 repeated.mkv");

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        FrameIndex index = info.video().frames();
        assertThat(Arrays.copyOf(index.pts(), 12))
                .containsExactly(0, 40, 80, 120, 160, 200, 240, 280, 320, 360, 400, 440);
        assertThat(info.notes()).anyMatch(note -> note.contains("timestamps repaired"));
        try (FrameReader frames = FrameReader.open(info)) {
            List<Reference.Frame> read = Reference.read(frames);
            assertThat(Reference.samples(read))
                    .isEqualTo(Reference.samples(Reference.decode(file, PixelFormat.YUV420P)));
            frames.seek(37);
            assertThat(Reference.read(frames, 1)).containsExactly(read.get(37));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv", "ts", "avi"})
    void aVideoOfOneFrameHasALength(String extension) throws Exception {
        Path file = Clips.make(dir, "-f lavfi -i color=size=16x16:rate=25 -frames:v 1 -c:v mpeg4 one." + extension);

        FrameIndex index = MediaProbe.probe(file, MediaLimits.DEFAULT).video().frames();
        assertThat(index.count()).isEqualTo(1);
        assertThat((index.end() - index.pts()[0]) * index.timeBase().value()).isBetween(0.039, 0.041);
    }

    private static void assertReadsLikeFfmpeg(Path file) throws Exception {
        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        List<Reference.Frame> expected = Reference.decode(file, info.video().format());
        try (FrameReader frames = FrameReader.open(info)) {
            assertThat(Reference.read(frames)).isEqualTo(expected);
            for (int frame = expected.size() - 1; frame >= 0; frame -= 4) {
                frames.seek(frame);
                assertThat(Reference.read(frames, 1).get(0)).isEqualTo(expected.get(frame));
            }
            assertThat(frames.damaged()).isZero();
        }
    }
}
