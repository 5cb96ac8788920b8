package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.media.PixelFormat.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FrameWriterTest {
    private static final Rational UNIT = new Rational(1, 1000);

    @TempDir
    Path dir;

    private static OutputVideo video(int width, int height, PixelFormat format) {
        boolean rgb = format.model() == Model.RGB;
        return new OutputVideo(
                width,
                height,
                format,
                rgb ? new ColourTags(0, 1, 13, 2, 0) : Clips.BT709,
                new Rational(1, 1),
                0,
                UNIT,
                new Rational(25, 1),
                HdrMetadata.NONE);
    }

    private Path join(Path chunk, FrameIndex frames) throws IOException {
        Path out = dir.resolve(chunk.getFileName() + ".mkv");
        Joiner.join(JoinPlan.withoutSource(frames), List.of(chunk), out, true);
        return out;
    }

    static Stream<Arguments> everyLayout() {
        List<Arguments> all = new ArrayList<>();
        for (Codec codec : Codec.values()) {
            codec.formats().forEach(format -> all.add(Arguments.of(codec, format)));
        }
        return all.stream();
    }

    /** Odd where the codec takes odd sizes. */
    @ParameterizedTest
    @MethodSource("everyLayout")
    void everyLayoutOfEveryCodec(Codec codec, PixelFormat format) throws Exception {
        boolean even = codec == Codec.H264 || codec == Codec.H265;
        OutputVideo video = video(even ? 50 : 51, even ? 34 : 35, format);
        FrameIndex frames = Clips.steady(UNIT, 0, 40, 4);
        EncodeSettings settings = EncodeSettings.of(codec).withThreads(2);

        Path chunk = Clips.chunk(dir.resolve("chunk"), video, settings, frames, 0, 4);

        try (WrittenFile file = new WrittenFile(join(chunk, frames))) {
            List<WrittenFile.Frame> decoded = file.frames();
            assertThat(decoded).hasSize(4).allMatch(f -> f.width() == video.width() && f.height() == video.height());
            for (int i = 0; i < 4; i++) {
                assertThat(decoded.get(i).pts()).isEqualTo(i * 40);
                if (codec == Codec.FFV1) {
                    CRC32 crc = new CRC32();
                    crc.update(Clips.picture(video, i).data());
                    assertThat(decoded.get(i).crc()).as("samples of frame " + i).isEqualTo(crc.getValue());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void equalPicturesGiveEqualFiles(Codec codec) throws Exception {
        OutputVideo video = video(96, 64, codec.nearest(PixelFormat.YUV420P));
        FrameIndex frames = Clips.steady(UNIT, -80, 40, 12);
        EncodeSettings settings = EncodeSettings.of(codec);

        Path once = Clips.chunk(dir.resolve("a"), video, settings, frames, 3, 12);
        for (int i = 0; i < 8; i++) {
            Path again = Clips.chunk(dir.resolve("b"), video, settings, frames, 3, 12);
            assertThat(again).hasSameBinaryContentAs(once);
        }
    }

    @Test
    void chunksOfAnotherProcessJoinToTheSameFile() throws Exception {
        OutputVideo video = video(96, 64, PixelFormat.YUV420P);
        FrameIndex frames = Clips.steady(UNIT, 0, 40, 12);
        List<Path> here = Clips.chunks(dir, video, EncodeSettings.of(Codec.H264), frames, 6);
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path there = dir.resolve("there");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", // else newer Java warns
                        "-cp",
                        classes,
                        Elsewhere.class.getName(),
                        there.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(other.getInputStream().readAllBytes()).asString().isEmpty();
        assertThat(other.waitFor()).isZero();

        Path one = join(here, frames, "one.mp4");
        Path two = join(List.of(here.get(0), there), frames, "two.mp4");

        assertThat(two).hasSameBinaryContentAs(one);
    }

    /** Encodes the second half of {@link #chunksOfAnotherProcessJoinToTheSameFile}. */
    static final class Elsewhere {
        public static void main(String[] args) throws IOException {
            OutputVideo video = video(96, 64, PixelFormat.YUV420P);
            FrameIndex frames = Clips.steady(UNIT, 0, 40, 12);
            Clips.chunk(Path.of(args[0]), video, EncodeSettings.of(Codec.H264), frames, 6, 12);
        }
    }

    private Path join(List<Path> chunks, FrameIndex frames, String name) throws IOException {
        return Joiner.join(JoinPlan.withoutSource(frames), chunks, dir.resolve(name), false)
                .file();
    }

    @Test
    void anEncoderSaysNothing() throws Exception {
        for (Codec codec : Codec.values()) {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    Quiet.class.getName(),
                    codec.name(),
                    dir.resolve("quiet-" + codec).toString());
            builder.environment().put("SVT_LOG", "0"); // see Codec.AV1
            Process other = builder.redirectErrorStream(true).start();
            assertThat(other.getInputStream().readAllBytes()).asString().isEmpty();
            assertThat(other.waitFor()).isZero();
        }
    }

    /** Encodes two frames with the codec of that name. */
    static final class Quiet {
        public static void main(String[] args) throws IOException {
            Codec codec = Codec.valueOf(args[0]);
            FrameIndex frames = Clips.steady(UNIT, 0, 40, 2);
            OutputVideo video = video(64, 64, codec.nearest(PixelFormat.YUV420P));
            Clips.chunk(Path.of(args[1]), video, EncodeSettings.of(codec), frames, 0, 2);
        }
    }

    @ParameterizedTest
    @CsvSource({"H264, true", "H265, true", "AV1, false", "FFV1, false"})
    void closedCaptionsGoIntoTheVideoOrAreNamed(Codec codec, boolean kept) throws Exception {
        OutputVideo video = video(64, 64, PixelFormat.YUV420P);
        FrameIndex frames = Clips.steady(UNIT, 0, 40, 6);
        Path chunk = dir.resolve("chunk");
        try (FrameWriter writer = new FrameWriter(chunk, video, EncodeSettings.of(codec))) {
            for (int i = 0; i < 6; i++) {
                Picture picture = Clips.picture(video, i);
                picture.pts(i * 40);
                picture.captions(i % 2 == 0 ? captions(i) : new byte[0]);
                writer.write(picture);
            }
            writer.finish();
        }

        JoinReport report = Joiner.join(JoinPlan.withoutSource(frames), List.of(chunk), dir.resolve("o.mkv"), false);

        try (WrittenFile file = new WrittenFile(report.file())) {
            List<byte[]> found = file.captions();
            for (int i = 0; i < 6; i++) {
                assertThat(found.get(i)).isEqualTo(kept && i % 2 == 0 ? captions(i) : new byte[0]);
            }
        }
        if (kept) {
            assertThat(report.notes()).isEmpty();
        } else {
            assertThat(report.notes())
                    .singleElement()
                    .asString()
                    .startsWith("the closed captions of 3 frames are dropped");
        }
    }

    private static byte[] captions(int frame) {
        return new byte[] {(byte) 0xfc, (byte) (0x80 + frame), 0x61, (byte) 0xfd, (byte) 0x80, (byte) 0x80};
    }

    @Test
    void closingEarlyLeavesNothing() throws Exception {
        OutputVideo video = video(64, 64, PixelFormat.YUV420P);
        try (FrameWriter writer = new FrameWriter(dir.resolve("chunk"), video, EncodeSettings.of(Codec.H264))) {
            writer.write(Clips.picture(video, 0));
            assertThat(dir.resolve("chunk")).doesNotExist();
        }
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void aChunkIsReplacedWhole() throws Exception {
        OutputVideo video = video(64, 64, PixelFormat.YUV420P);
        FrameIndex frames = Clips.steady(UNIT, 0, 40, 2);
        Path chunk = Files.writeString(dir.resolve("chunk"), "left over");
        Clips.chunk(chunk, video, EncodeSettings.of(Codec.FFV1), frames, 0, 2);
        assertThat(join(chunk, frames)).isNotEmptyFile();
    }

    @Test
    void timesMustIncrease() throws Exception {
        OutputVideo video = video(64, 64, PixelFormat.YUV420P);
        try (FrameWriter writer = new FrameWriter(dir.resolve("chunk"), video, EncodeSettings.of(Codec.H264))) {
            Picture picture = Clips.picture(video, 0);
            picture.pts(40);
            writer.write(picture);
            assertThatThrownBy(() -> writer.write(picture))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("got 40 after 40");
        }
    }

    @Test
    void picturesOfAnotherSizeOrLayoutAreRefused() throws Exception {
        OutputVideo video = video(64, 64, PixelFormat.YUV420P);
        try (FrameWriter writer = new FrameWriter(dir.resolve("chunk"), video, EncodeSettings.of(Codec.H264))) {
            assertThatThrownBy(() -> writer.write(new Picture(PixelFormat.YUV420P, 64, 66)))
                    .hasMessageContaining("must be yuv420p 64x64, got yuv420p 64x66");
            assertThatThrownBy(() -> writer.write(new Picture(new PixelFormat(Model.YUV, 10, 1, 1), 64, 64)))
                    .hasMessageContaining("got yuv420p10 64x64");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "H264, 65, 64, an even width",
        "H265, 64, 65, an even height",
        "H264, 16386, 64, 16384x16384",
        "AV1, 64, 8706, 16384x8704",
        "H265, 8, 8, 16x16 to",
        "AV1, 2, 2, 4x4 to"
    })
    void sizesThatAnEncoderCannotTakeAreRefusedAtOnce(Codec codec, int width, int height, String rule) {
        OutputVideo video = video(width, height, PixelFormat.YUV420P);
        assertThatThrownBy(() -> new FrameWriter(dir.resolve("chunk"), video, EncodeSettings.of(codec)))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining(rule)
                .hasMessageContaining(width + "x" + height)
                .hasMessageContaining("choose");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void layoutsThatAnEncoderCannotTakeAreRefusedWithTheNearest() {
        OutputVideo video = video(64, 64, new PixelFormat(Model.YUV, 12, 0, 0));
        assertThatThrownBy(() -> new FrameWriter(dir.resolve("chunk"), video, EncodeSettings.of(Codec.H264)))
                .isInstanceOf(MediaException.class)
                .hasMessage("H264 does not encode yuv444p12; the nearest it does is yuv444p10");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path chunk = dir.resolve("nowhere").resolve("chunk");
        OutputVideo video = video(64, 64, PixelFormat.YUV420P);
        assertThatThrownBy(() -> new FrameWriter(chunk, video, EncodeSettings.of(Codec.H264)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(dir.resolve("nowhere").toString())
                .hasMessageContaining("no such folder");
    }
}
