package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterlacedTest {
    private static final String SOURCE =
            "-f lavfi -i testsrc2=size=64x48:rate=50:duration=1 -vf tinterlace=interleave_top,setfield=tff,format=";

    @TempDir
    static Path dir;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "blocks.mp4, yuv420p -flags +ildct -c:v libx264 -x264-params tff=1:keyint=8:bframes=2",
        "blocks.ts, yuv420p -flags +ildct -c:v libx264 -x264-params tff=1:keyint=8:bframes=2",
        "mpeg2.ts, yuv420p -flags +ildct+ilme -c:v mpeg2video -bf 2 -g 8",
        "prores.mov, yuv422p10le -flags +ildct -c:v prores_ks",
        "tagged.mkv, yuv420p -field_order tt -c:v ffv1 -g 4",
        "alpha.mov, yuva444p10le -flags +ildct -c:v prores_ks -profile:v 4",
    })
    void eachFrameIsDeinterlacedAsInOneRun(String name, String how) throws Exception {
        Path file = Clips.make(dir, SOURCE + how + " " + name);

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        VideoInfo video = info.video();
        assertThat(video.interlaced()).isTrue();
        assertThat(video.frames().count()).isEqualTo(25);
        assertThat(info.notes()).anyMatch(note -> note.contains("bwdif, one frame for each frame"));
        List<Reference.Frame> expected = Reference.decode(
                file,
                video.format(),
                "-vf",
                "format=" + SampleLayout.ffmpegName(video.format()) + ",setfield=tff,bwdif=send_frame");
        try (FrameReader frames = FrameReader.open(info)) {
            assertThat(Reference.samples(Reference.read(frames))).isEqualTo(Reference.samples(expected));
            for (int frame : new int[] {24, 0, 8, 7, 23, 1, 9, 24, 16, 15}) {
                frames.seek(frame);
                assertThat(Reference.read(frames, 1).get(0).md5())
                        .as("frame " + frame)
                        .isEqualTo(expected.get(frame).md5());
            }
            assertThat(frames.damaged()).isZero();
        }
    }

    @Test
    void lowerFieldFirstIsKept() throws Exception {
        Path file = Clips.make(
                dir,
                "-f lavfi -i testsrc2=size=64x48:rate=50:duration=1 -vf tinterlace=interleave_bottom,setfield=bff,format=yuv420p "
                        + "-flags +ildct+ilme -c:v mpeg2video lower.ts");

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        List<Reference.Frame> expected =
                Reference.decode(file, info.video().format(), "-vf", "bwdif=send_frame:parity=bff");
        try (FrameReader frames = FrameReader.open(info)) {
            assertThat(Reference.samples(Reference.read(frames))).isEqualTo(Reference.samples(expected));
        }
    }

    @ParameterizedTest
    @CsvSource({"mpeg2video, -flags +ildct+ilme", "libx264, -flags +ildct"})
    void framesThatAreInterlacedOnlyLaterAreFound(String codec, String flags) throws Exception {
        String common = " -pix_fmt yuv420p -g 10 -bf 0 -c:v " + codec + " ";
        Path first = Clips.make(dir, "-f lavfi -i testsrc2=size=64x48:rate=25:duration=1" + common + "first.ts");
        Path second = Clips.make(dir, SOURCE + "yuv420p" + common + flags + " -output_ts_offset 1 second.ts");
        Path file = Files.write(dir.resolve("mixed.ts"), Files.readAllBytes(first));
        Files.write(file, Files.readAllBytes(second), StandardOpenOption.APPEND);

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        assertThat(info.video().interlaced()).isTrue();
        List<Reference.Frame> plain = Reference.decode(file, PixelFormat.YUV420P);
        assertThat(plain).hasSizeGreaterThan(48);
        try (FrameReader frames = FrameReader.open(info)) {
            List<String> found = new ArrayList<>(Reference.samples(Reference.read(frames)));
            assertThat(found.subList(0, 24)).isEqualTo(Reference.samples(plain).subList(0, 24));
            assertThat(found).hasSameSizeAs(plain);
            found.removeAll(Reference.samples(plain));
            assertThat(found).as("frames that deinterlacing changes").hasSizeGreaterThan(20);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"apart.ts, false", "apart.mp4, false", "apart.mkv, false", "together.mkv, true", "together.mp4, true"})
    void fieldsInPacketsOfTheirOwnAreOneFrame(String name, boolean together) throws Exception {
        Path file = dir.resolve(name);
        FieldClip.write(file, 20, together);

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        FrameIndex index = info.video().frames();
        assertThat(index.count()).isEqualTo(20);
        assertThat(index.counted()).isFalse();
        assertThat(index.keys()).containsExactly(0, 5, 10, 15);
        assertThat((index.end() - index.pts()[0]) * index.timeBase().value()).isEqualTo(0.8);
        assertThat(LongStream.of(index.pts())
                        .mapToObj(t -> Math.round(
                                (t - index.pts()[0]) * index.timeBase().value() * 1000)))
                .containsExactlyElementsOf(
                        LongStream.range(0, 20).mapToObj(i -> i * 40).toList());
        List<Reference.Frame> expected = Reference.decode(file, info.video().format(), "-vf", "bwdif=send_frame");
        try (FrameReader frames = FrameReader.open(info)) {
            assertThat(Reference.samples(Reference.read(frames))).isEqualTo(Reference.samples(expected));
            frames.seek(11);
            assertThat(Reference.read(frames, 1).get(0).md5())
                    .isEqualTo(expected.get(11).md5());
            assertThat(frames.damaged()).isZero();
        }
    }
}
