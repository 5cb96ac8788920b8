package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of a video show what the FFmpeg program shows of the whole, at its times; the rest is refused. */
class PartTest {
    private static final String SOURCE = "-f lavfi -i testsrc2=size=64x48:rate=25:duration=1.6 -pix_fmt yuv420p ";
    private static final String FIELDS =
            "-f lavfi -i testsrc2=size=64x48:rate=50:duration=1.6 -vf tinterlace=interleave_top,setfield=tff,format=yuv420p ";
    private static final String OPEN = "-c:v libx264 -x264-params open-gop=1:keyint=10:bframes=3:b-pyramid=normal";
    private static final String HEVC = "-c:v libx265 -preset ultrafast -x265-params log-level=none:bframes=3:keyint=10";
    private static final String VFR = "-vf setpts='(N+max(0,N-15)*1.7)/25/TB' -fps_mode vfr -enc_time_base 1/90000";
    private static final String ALT = "-deadline good -cpu-used 8 -auto-alt-ref 1 -lag-in-frames 16 -g 15";
    /** They overlap, begin in the midst of groups, and are not alike. */
    private static final int[][] PARTS = {{0, 7}, {3, 12}, {9, 26}, {26, 27}, {24, 40}};

    @TempDir
    static Path dir;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "open-gop.mp4, OPEN",
        "open-gop.mkv, OPEN",
        "open-gop.ts, OPEN",
        "open-gop.flv, OPEN",
        "open-gop.nut, OPEN",
        "one-group.mp4, -c:v libx264 -bf 3",
        "vfr.mp4, VFR OPEN",
        "vfr.mkv, VFR OPEN",
        "vfr.ts, VFR OPEN",
        "refresh.mp4, -c:v libx264 -x264-params intra-refresh=1:keyint=10",
        "hevc-open.mp4, HEVC:open-gop=1:min-keyint=10",
        "hevc-open.mkv, HEVC:open-gop=1:min-keyint=10",
        "hevc-open.ts, HEVC:open-gop=1:min-keyint=10",
        "hevc10.mp4, -pix_fmt yuv420p10le HEVC:open-gop=0",
        "h264-422-10.mp4, -c:v libx264 -g 10 -pix_fmt yuv422p10le",
        "mpeg2.ts, -c:v mpeg2video -bf 2 -g 10",
        "mpeg2.mkv, -c:v mpeg2video -bf 2 -g 10",
        "mpeg4.mp4, -c:v mpeg4 -bf 2 -g 10",
        "mpeg4.avi, -c:v mpeg4 -bf 0 -g 10",
        "vp8.webm, -c:v libvpx ALT",
        "vp9.webm, -c:v libvpx-vp9 ALT",
        "vp9.mp4, -c:v libvpx-vp9 ALT",
        "av1.webm, -c:v libaom-av1 -cpu-used 8 -lag-in-frames 16 -g 15",
        "av1.mp4, -c:v libaom-av1 -cpu-used 8 -usage realtime -g 10",
        "ffv1.mkv, -c:v ffv1 -g 10",
        "mjpeg.mov, -c:v mjpeg -pix_fmt yuvj420p",
        "gray12.mkv, -c:v ffv1 -pix_fmt gray12le",
        "rgb.mkv, -c:v ffv1 -pix_fmt gbrp10le",
        "packed.avi, -c:v rawvideo -pix_fmt uyvy422",
        "fields.mp4, FIELDS -flags +ildct -c:v libx264 -x264-params tff=1:keyint=8:bframes=2",
        "fields.ts, FIELDS -flags +ildct -c:v libx264 -x264-params tff=1:keyint=8:bframes=2",
        "fields2.ts, FIELDS -flags +ildct+ilme -c:v mpeg2video -bf 2 -g 8",
        "fields.mkv, FIELDS -field_order tt -c:v ffv1 -g 4",
    })
    void showsTheSameFrames(String name, String how) throws Exception {
        Path file = make(name, how);
        VideoInfo video = Clips.probe(file);
        List<Reference.Frame> expected;
        try (FrameReader whole = FrameReader.open(file, MediaLimits.DEFAULT)) {
            expected = Reference.read(whole);
        }
        assertThat(expected).hasSize(40);
        MediaSource source = MediaSource.of(file);
        try (PartCutter cutter = new PartCutter(source, video, MediaLimits.DEFAULT);
                PartProof proof = new PartProof(source, video, MediaLimits.DEFAULT, 1)) {
            for (int[] range : PARTS) {
                Path path = dir.resolve(name + "." + range[0]);
                VideoPart part = cutter.cut(range[0], range[1], path);
                try (FrameReader frames = FrameReader.open(MediaSource.of(path), part, video, MediaLimits.DEFAULT, 2)) {
                    assertThat(Reference.read(frames, range[1] - range[0]))
                            .as("frames %s..%s", range[0], range[1])
                            .isEqualTo(expected.subList(range[0], range[1]));
                    assertThat(frames.damaged()).isZero();
                }
                proof.check(part, MediaSource.of(path));
                Path again = dir.resolve(name + ".again" + range[0]);
                try (PartCutter other = new PartCutter(source, video, MediaLimits.DEFAULT)) {
                    assertThat(other.cut(range[0], range[1], again)).isEqualTo(part);
                }
                assertThat(Files.mismatch(path, again)).as("equal bytes").isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "prores.mov, -c:v prores_ks -pix_fmt yuv422p10le, which do not hold prores",
        "open-gop.avi, OPEN, counting from its start",
        "closed.hevc, HEVC:open-gop=0, counting from its start",
        "palette.avi, -c:v rawvideo -pix_fmt pal8, frame",
    })
    void whatCannotBeCutIsRefused(String name, String how, String why) throws Exception {
        Path file = make(name, how);
        assertThatThrownBy(() -> cut(file)).isInstanceOf(MediaException.class).hasMessageContaining(why);
    }

    @Test
    void aDamagedVideoIsRefused() throws Exception {
        Path file = make("damaged.ts", OPEN);
        byte[] bytes = Files.readAllBytes(file);
        new Random(3).ints(40, bytes.length / 3, bytes.length).forEach(at -> bytes[at] ^= 0x55);
        Files.write(file, bytes);
        assertThatThrownBy(() -> cut(file)).isInstanceOf(MediaException.class);
    }

    @Test
    void whatDiffersIsFound() throws Exception {
        Path file = make("raw.avi", "-c:v rawvideo");
        MediaSource source = MediaSource.of(file);
        VideoInfo video = Clips.probe(file);
        Path path = dir.resolve("raw.part");
        try (PartCutter cutter = new PartCutter(source, video, MediaLimits.DEFAULT);
                PartProof proof = new PartProof(source, video, MediaLimits.DEFAULT, 1)) {
            VideoPart part = cutter.cut(10, 20, path);
            proof.check(part, MediaSource.of(path));
            VideoPart other = new VideoPart(10, 20, part.key(), part.shift() + 1);
            assertThatThrownBy(() -> proof.check(other, MediaSource.of(path)))
                    .isInstanceOf(MediaException.class)
                    .hasMessageContaining("frame 10");
            byte[] bytes = Files.readAllBytes(path);
            bytes[bytes.length / 2] ^= 1;
            Files.write(path, bytes);
            assertThatThrownBy(() -> proof.check(part, MediaSource.of(path)))
                    .isInstanceOf(MediaException.class)
                    .hasMessageContaining("is another one");
        }
    }

    private static void cut(Path file) throws Exception {
        MediaSource source = MediaSource.of(file);
        VideoInfo video = Clips.probe(file);
        try (PartCutter cutter = new PartCutter(source, video, MediaLimits.DEFAULT);
                PartProof proof = new PartProof(source, video, MediaLimits.DEFAULT, 1)) {
            for (int[] range : PARTS) {
                Path path = dir.resolve(file.getFileName() + "." + range[0]);
                proof.check(cutter.cut(range[0], range[1], path), MediaSource.of(path));
            }
        }
    }

    private static Path make(String name, String how) throws Exception {
        String arguments = how.replace("OPEN", OPEN)
                .replace("HEVC", HEVC)
                .replace("VFR", VFR)
                .replace("ALT", ALT);
        return Clips.make(
                dir, (how.contains("FIELDS") ? arguments.replace("FIELDS", FIELDS) : SOURCE + arguments) + " " + name);
    }
}
