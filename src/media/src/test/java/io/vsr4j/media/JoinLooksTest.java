package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_CONTENT_LIGHT_LEVEL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_MASTERING_DISPLAY_METADATA;

import io.vsr4j.media.PixelFormat.Model;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avutil.AVContentLightMetadata;
import org.bytedeco.ffmpeg.avutil.AVMasteringDisplayMetadata;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the video looks and when: turned, stretched, coloured, in its own time. */
class JoinLooksTest {
    private static final Rational UNIT = new Rational(1, 12800);
    private static final HdrMetadata HDR = new HdrMetadata(
            Stream.of(34000, 16000, 13250, 34500, 7500, 3000, 15635, 16450)
                    .map(n -> new Rational(n, 50000))
                    .toList(),
            new Rational(50, 10000),
            new Rational(10000000, 10000),
            1000,
            400);

    @TempDir
    Path dir;

    private static OutputVideo video(PixelFormat format, ColourTags colour, Rational aspect, int rotation) {
        return new OutputVideo(64, 48, format, colour, aspect, rotation, UNIT, new Rational(25, 1), HdrMetadata.NONE);
    }

    private static OutputVideo hdrVideo() {
        PixelFormat format = new PixelFormat(Model.YUV, 10, 1, 1);
        ColourTags pq = new ColourTags(9, 9, 16, 1, 1);
        return new OutputVideo(64, 48, format, pq, new Rational(1, 1), 0, UNIT, new Rational(25, 1), HDR);
    }

    private JoinReport join(OutputVideo video, Codec codec, FrameIndex frames, String name) throws Exception {
        EncodeSettings settings = EncodeSettings.of(codec);
        List<Path> chunks = Clips.chunks(dir, video, settings, frames, 5);
        return Joiner.join(JoinPlan.withoutSource(frames), chunks, dir.resolve(name), false);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 90, 180, 270})
    void rotationAndAspectStay(int rotation) throws Exception {
        OutputVideo video = video(PixelFormat.YUV420P, Clips.BT709, new Rational(16, 11), rotation);
        FrameIndex frames = Clips.steady(UNIT, 0, 512, 8);
        for (String name : List.of("out.mp4", "out.mov", "out.mkv")) {
            JoinReport report = join(video, Codec.H264, frames, name);

            assertThat(report.notes()).isEmpty();
            try (WrittenFile file = new WrittenFile(report.file())) {
                AVCodecParameters p = file.stream(0).codecpar();
                assertThat(Ffmpeg.rational(p.sample_aspect_ratio())).isEqualTo(new Rational(16, 11));
                assertThat(rotation(p)).isEqualTo(rotation);
            }
        }
    }

    @Test
    void aMirroredSourceStaysMirrored() throws Exception {
        Clips.make(dir, "-f lavfi -i testsrc2=size=64x48:rate=25:duration=0.4 -c:v libx264 plain.mp4");
        Path source = Clips.make(dir, "-display_hflip -i plain.mp4 -c copy source.mp4");
        VideoInfo info = Clips.probe(source);
        byte[] was;
        try (WrittenFile file = new WrittenFile(source)) {
            was = VideoSideData.find(file.stream(0).codecpar(), AV_PKT_DATA_DISPLAYMATRIX);
        }
        OutputVideo video = OutputVideo.of(info, 128, 96, info.format());
        List<Path> chunks =
                Clips.chunks(dir, turned(video, rotationOf(was)), EncodeSettings.of(Codec.H264), info.frames(), 9);

        JoinReport report = Joiner.join(JoinPlan.of(source, info), chunks, dir.resolve("out.mp4"), false);

        try (WrittenFile file = new WrittenFile(report.file())) {
            byte[] is = VideoSideData.find(file.stream(0).codecpar(), AV_PKT_DATA_DISPLAYMATRIX);
            ByteBuffer a = ByteBuffer.wrap(was).order(ByteOrder.nativeOrder());
            ByteBuffer b = ByteBuffer.wrap(is).order(ByteOrder.nativeOrder());
            for (int i : new int[] {0, 1, 3, 4}) {
                assertThat(b.getInt(i * 4)).isEqualTo(a.getInt(i * 4));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "H264, 8, mp4, 1, 1, 1, 1", "H264, 8, mkv, 5, 5, 6, 2", "H264, 10, mov, 9, 9, 18, 1",
                "H265, 10, mp4, 9, 9, 16, 1",
        "H265, 8, ts, 6, 6, 6, 2", "AV1, 10, webm, 9, 9, 16, 1", "AV1, 8, mp4, 1, 1, 13, 2",
                "PRORES, 10, mov, 1, 1, 1, 0",
        "FFV1, 12, mkv, 9, 9, 16, 2"
    })
    void colourTagsAreWritten(
            Codec codec, int depth, String extension, int matrix, int primaries, int transfer, int range)
            throws Exception {
        ColourTags colour = new ColourTags(matrix, primaries, transfer, range, 1);
        PixelFormat format = codec.nearest(new PixelFormat(Model.YUV, depth, 1, 1));
        FrameIndex frames = Clips.steady(UNIT, 0, 512, 6);

        JoinReport report = join(video(format, colour, new Rational(1, 1), 0), codec, frames, "out." + extension);

        try (WrittenFile file = new WrittenFile(report.file())) {
            AVCodecParameters p = file.stream(0).codecpar();
            assertThat(p.color_space()).isEqualTo(matrix);
            assertThat(p.color_primaries()).isEqualTo(primaries);
            assertThat(p.color_trc()).isEqualTo(transfer);
            assertThat(p.color_range()).isEqualTo(range);
        }
    }

    @ParameterizedTest
    @CsvSource({"H265, mp4", "H265, mkv", "H264, mp4", "AV1, mkv", "AV1, webm", "FFV1, mkv"})
    void hdrMetadataStaysInTheContainer(Codec codec, String extension) throws Exception {
        FrameIndex frames = Clips.steady(UNIT, 0, 512, 6);

        JoinReport report = join(hdrVideo(), codec, frames, "out." + extension);

        try (WrittenFile file = new WrittenFile(report.file())) {
            AVCodecParameters p = file.stream(0).codecpar();
            byte[] display = VideoSideData.find(p, AV_PKT_DATA_MASTERING_DISPLAY_METADATA);
            byte[] light = VideoSideData.find(p, AV_PKT_DATA_CONTENT_LIGHT_LEVEL);
            assertThat(display).isNotNull();
            assertThat(light).isNotNull();
            HdrMetadata found = HdrSideData.read(
                    new AVMasteringDisplayMetadata(new BytePointer(display)),
                    new AVContentLightMetadata(new BytePointer(light)));
            assertThat(found.maxContent()).isEqualTo(1000);
            assertThat(found.maxAverage()).isEqualTo(400);
            assertThat(found.maxLuminance().value()).isCloseTo(1000, within(0.01));
            assertThat(found.minLuminance().value()).isCloseTo(0.005, within(0.0001));
            for (int i = 0; i < 8; i++) {
                assertThat(found.chromaticities().get(i).value())
                        .isCloseTo(HDR.chromaticities().get(i).value(), within(0.0001));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"H265", "H264"})
    void hdrMetadataIsInTheVideoItself(Codec codec) throws Exception {
        FrameIndex frames = Clips.steady(UNIT, 0, 512, 6);

        JoinReport report = join(hdrVideo(), codec, frames, "out.nut");

        try (WrittenFile file = new WrittenFile(report.file())) {
            HdrMetadata found = file.firstFrameHdr();
            assertThat(found.maxContent()).isEqualTo(1000);
            assertThat(found.maxAverage()).isEqualTo(400);
            assertThat(found.maxLuminance().value()).isCloseTo(1000, within(0.01));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mov", "mkv", "nut", "ts"})
    void unevenTimesStay(String extension) throws Exception {
        long[] pts = {0, 512, 1100, 1101 + 400, 5000, 5300, 9000, 9700, 9999, 20000, 20512, 21000};
        FrameIndex frames = new FrameIndex(UNIT, pts, new int[] {0}, 22000);
        OutputVideo video = video(PixelFormat.YUV420P, Clips.BT709, new Rational(1, 1), 0);

        JoinReport report = join(video, Codec.H264, frames, "out." + extension);

        double step = extension.equals("mkv") ? 0.0005 : extension.equals("ts") ? 0.5 / 90000 : 0;
        try (WrittenFile file = new WrittenFile(report.file())) {
            FrameIndex found = file.index(0);
            for (int i = 0; i < pts.length; i++) {
                assertThat(found.seconds(i)).isCloseTo((pts[i] + report.shift()) * UNIT.value(), within(step + 1e-9));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-2560, mp4, 2560", "-2560, mov, 2560", "-2560, mkv, 2560", "33000, mp4, 0", "33000, mkv, 0"})
    void startsBeforeOrAfterZeroStay(long start, String extension, long shift) throws Exception {
        FrameIndex frames = Clips.steady(UNIT, start, 512, 11);
        OutputVideo video = video(PixelFormat.YUV420P, Clips.BT709, new Rational(1, 1), 0);

        JoinReport report = join(video, Codec.H264, frames, "out." + extension);

        assertThat(report.shift()).isEqualTo(shift);
        assertThat(report.notes()).hasSize(shift == 0 ? 0 : 1);
        try (WrittenFile file = new WrittenFile(report.file())) {
            FrameIndex found = file.index(0);
            for (int i = 0; i < 11; i++) {
                assertThat(found.seconds(i)).isCloseTo((start + i * 512 + shift) * UNIT.value(), within(0.0005));
            }
        }
    }

    @Test
    void unevenTimesDoNotFitIntoAvi() {
        FrameIndex frames = new FrameIndex(UNIT, new long[] {0, 512, 700, 2000}, new int[] {0}, 2512);
        OutputVideo video = video(PixelFormat.YUV420P, Clips.BT709, new Rational(1, 1), 0);
        assertThatThrownBy(() -> {
                    List<Path> chunks =
                            Clips.chunks(dir, video, Container.AVI.adapt(EncodeSettings.of(Codec.H264)), frames, 4);
                    Joiner.join(JoinPlan.withoutSource(frames), chunks, dir.resolve("out.avi"), false);
                })
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("AVI")
                .hasMessageContaining("mkv");
        assertThat(dir.resolve("out.avi")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mov", "mp4"})
    void timeCodeStays(String extension) throws Exception {
        Path source = Clips.make(
                dir,
                "-f lavfi -i testsrc2=size=64x48:rate=25:duration=0.8 -c:v libx264" + " -timecode 01:02:03:04 source."
                        + extension);
        VideoInfo info = Clips.probe(source);
        OutputVideo video = OutputVideo.of(info, 128, 96, info.format());
        List<Path> chunks = Clips.chunks(dir, video, EncodeSettings.of(Codec.H264), info.frames(), 10);
        JoinPlan plan = JoinPlan.of(source, info);

        JoinReport whole = Joiner.join(plan, chunks, dir.resolve("whole." + extension), false);
        JoinReport part =
                Joiner.join(plan.range(10, 20), chunks.subList(1, 2), dir.resolve("part." + extension), false);
        JoinReport ts = Joiner.join(plan, chunks, dir.resolve("out.ts"), false);

        try (WrittenFile file = new WrittenFile(whole.file())) {
            assertThat(file.tags(0)).containsEntry("timecode", "01:02:03:04");
        }
        try (WrittenFile file = new WrittenFile(part.file())) {
            assertThat(file.tags(0)).containsEntry("timecode", "01:02:03:14");
        }
        assertThat(ts.notes()).anyMatch(note -> note.startsWith("the timecode '01:02:03:04' of stream 0 is dropped"));
    }

    private static OutputVideo turned(OutputVideo v, int rotation) {
        return new OutputVideo(
                v.width(),
                v.height(),
                v.format(),
                v.colour(),
                v.sampleAspect(),
                rotation,
                v.timeBase(),
                v.frameRate(),
                v.hdr());
    }

    private static int rotation(AVCodecParameters p) {
        byte[] matrix = VideoSideData.find(p, AV_PKT_DATA_DISPLAYMATRIX);
        return matrix == null ? 0 : rotationOf(matrix);
    }

    /** The angle of the first column, worked out here. */
    private static int rotationOf(byte[] matrix) {
        ByteBuffer m = ByteBuffer.wrap(matrix).order(ByteOrder.nativeOrder());
        double degrees = Math.toDegrees(Math.atan2(m.getInt(4), m.getInt(0)));
        return Math.floorMod(Math.round(degrees), 360);
    }
}
