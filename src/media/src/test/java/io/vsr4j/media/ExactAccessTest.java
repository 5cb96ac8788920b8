package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every frame that FFmpeg's own program shows, at its time, with the same samples, however it is reached. */
class ExactAccessTest {
    private static final String SOURCE = "-f lavfi -i testsrc2=size=64x48:rate=25:duration=1.6 -pix_fmt yuv420p ";
    private static final String OPEN = "-c:v libx264 -x264-params open-gop=1:keyint=10:bframes=3:b-pyramid=normal ";
    private static final String HEVC = "-c:v libx265 -preset ultrafast -x265-params log-level=none:bframes=3:keyint=10";
    private static final String VFR = "-vf setpts='(N+max(0,N-15)*1.7)/25/TB' -fps_mode vfr -enc_time_base 1/90000 ";

    @TempDir
    static Path dir;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "open-gop.mp4, OPEN",
        "open-gop.mov, OPEN",
        "open-gop.mkv, OPEN",
        "open-gop.ts, OPEN",
        "open-gop.flv, OPEN",
        "open-gop.nut, OPEN",
        "vfr.mp4, VFR OPEN",
        "vfr.mkv, VFR OPEN",
        "vfr.ts, VFR OPEN",
        "refresh.mp4, -c:v libx264 -x264-params intra-refresh=1:keyint=10",
        "refresh.ts, -c:v libx264 -x264-params intra-refresh=1:keyint=10",
        "hevc-open.mp4, HEVC:open-gop=1:min-keyint=10",
        "hevc-open.mkv, HEVC:open-gop=1:min-keyint=10",
        "hevc-open.ts, HEVC:open-gop=1:min-keyint=10",
        "hevc10.mp4, -pix_fmt yuv420p10le HEVC:open-gop=0",
        "h264-444.mkv, -c:v libx264 -g 10 -pix_fmt yuv444p",
        "h264-422-10.mp4, -c:v libx264 -g 10 -pix_fmt yuv422p10le",
        "mpeg2.ts, -c:v mpeg2video -bf 2 -g 10",
        "mpeg2.mkv, -c:v mpeg2video -bf 2 -g 10",
        "mpeg4.mp4, -c:v mpeg4 -bf 2 -g 10",
        "mpeg4.avi, -c:v mpeg4 -bf 0 -g 10",
        "vp8.webm, -c:v libvpx -deadline good -cpu-used 8 -auto-alt-ref 1 -lag-in-frames 16 -g 15",
        "vp9.webm, -c:v libvpx-vp9 -deadline good -cpu-used 8 -auto-alt-ref 1 -lag-in-frames 16 -g 15",
        "av1.webm, -c:v libaom-av1 -cpu-used 8 -usage realtime -g 10",
        "av1.mp4, -c:v libaom-av1 -cpu-used 8 -usage realtime -g 10",
        "prores.mov, -c:v prores_ks -pix_fmt yuv422p10le",
        "ffv1.mkv, -c:v ffv1 -g 10",
        "ffv1.avi, -c:v ffv1 -g 10",
        "mjpeg.mov, -c:v mjpeg -pix_fmt yuvj420p",
        "mjpeg.avi, -c:v mjpeg -pix_fmt yuvj420p",
        "gray12.mkv, -c:v ffv1 -pix_fmt gray12le",
        "rgb.mkv, -c:v ffv1 -pix_fmt gbrp10le",
        "packed.avi, -c:v rawvideo -pix_fmt uyvy422",
        "palette.avi, -c:v rawvideo -pix_fmt pal8",
        "wmv.wmv, -c:v wmv2 -g 10",
        "anim.gif, -c:v gif",
    })
    void sameFramesInOrderAndAtRandom(String name, String how) throws Exception {
        Path file = Clips.make(dir, arguments(how) + " " + name);

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        List<Reference.Frame> expected = Reference.decode(file, info.video().format());
        assertThat(info.video().frames().pts()).isSorted().hasSize(expected.size());
        assertThat(info.notes()).noneMatch(note -> note.contains("repaired"));
        try (FrameReader frames = FrameReader.open(info)) {
            assertThat(Reference.read(frames)).isEqualTo(expected);
            assertThat(frames.damaged()).isZero();
        }
        assertRandomAccess(info, expected);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "open-gop.avi, OPEN",
        "mpeg4b.avi, -c:v mpeg4 -bf 2 -g 10",
        "open-gop.mpg, OPEN",
        "open-gop.h264, OPEN",
        "closed.hevc, HEVC:open-gop=0",
        "mpeg2.m2v, -c:v mpeg2video -bf 2 -g 10",
        "dvd.mpg, -c:v mpeg2video -bf 2 -g 10",
        "mpeg1.mpg, -c:v mpeg1video -bf 2 -g 10",
    })
    void missingTimesAreRepairedAndSaid(String name, String how) throws Exception {
        Path file = Clips.make(dir, arguments(how) + " " + name);

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        List<String> expected =
                Reference.samples(Reference.decode(file, info.video().format()));
        FrameIndex index = info.video().frames();
        assertThat(index.count()).isEqualTo(40).isEqualTo(expected.size());
        assertThat(info.notes()).anyMatch(note -> note.contains("timestamps repaired"));
        for (int i = 1; i < index.count(); i++) {
            assertThat(index.seconds(i) - index.seconds(i - 1)).isCloseTo(0.04, within());
        }
        List<Reference.Frame> found;
        try (FrameReader frames = FrameReader.open(info)) {
            found = Reference.read(frames);
        }
        assertThat(Reference.samples(found)).isEqualTo(expected);
        assertRandomAccess(info, found);
    }

    private static void assertRandomAccess(MediaInfo info, List<Reference.Frame> expected) throws Exception {
        Random random = new Random(7);
        List<Integer> starts = new ArrayList<>(List.of(expected.size() - 1, 0));
        for (int key : info.video().frames().keys()) {
            starts.add(key);
            starts.add(Math.max(0, key - 1));
        }
        for (int i = 0; i < 8; i++) {
            starts.add(random.nextInt(expected.size()));
        }
        try (FrameReader frames = FrameReader.open(MediaSource.of(info.file()), info.video(), MediaLimits.DEFAULT, 2)) {
            for (int start : starts) {
                int count = Math.min(3, expected.size() - start);
                frames.seek(start);
                assertThat(Reference.read(frames, count))
                        .as("frames from " + start)
                        .isEqualTo(expected.subList(start, start + count));
            }
            assertThat(frames.damaged()).isZero();
        }
    }

    private static String arguments(String how) {
        return SOURCE + how.replace("OPEN", OPEN.trim()).replace("HEVC", HEVC).replace("VFR ", VFR);
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(0.0011);
    }
}
