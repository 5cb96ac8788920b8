package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeFactsTest {
    private static final String SOURCE = "-f lavfi -i testsrc2=size=64x48:rate=25:duration=0.4 -pix_fmt yuv420p ";
    private static final String HDR10 = "-pix_fmt yuv420p10le "
            + "-vf setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv -c:v libx265 -x265-params log-level=none:hdr-opt=1:repeat-headers=1:"
            + "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400";

    @TempDir
    static Path dir;

    @Test
    void streamsTagsAndChaptersAreListed() throws Exception {
        Path chapters = Files.writeString(
                dir.resolve("chapters.txt"),
                ";FFMETADATA1\ntitle=A film\n[CHAPTER]\nTIMEBASE=1/10\nSTART=0\nEND=2\n[CHAPTER]\nTIMEBASE=1/10\nSTART=2\nEND=4\n");
        Files.writeString(dir.resolve("text.srt"), "1\n00:00:00,000 --> 00:00:00,300\nHello\n");
        Clips.make(dir, "-f lavfi -i color=size=32x32 -frames:v 1 cover.jpg");
        Path file = Clips.make(
                dir,
                "-i cover.jpg -f lavfi -i sine=duration=0.4:sample_rate=44100 -i text.srt -i " + chapters + " " + SOURCE
                        + "-map 0 -map 1 -map 2 -map 4 -map_metadata 3 -c:v:0 copy -disposition:v:0 attached_pic "
                        + "-c:v:1 libx264 -c:a aac -ac 2 -c:s mov_text -metadata:s:a:0 language=deu streams.mp4");

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        assertThat(info.file()).isEqualTo(file);
        assertThat(info.container()).startsWith("mov");
        assertThat(info.bytes()).isEqualTo(Files.size(file));
        assertThat(info.seconds()).isBetween(0.35, 0.6);
        assertThat(info.chapters()).isEqualTo(2);
        assertThat(info.metadata()).containsEntry("title", "A film");
        assertThat(info.streams()).extracting(StreamInfo::type).contains("video", "audio", "subtitle", "cover");
        assertThat(info.streams().get(info.video().stream()))
                .extracting(StreamInfo::type, StreamInfo::codec, StreamInfo::summary)
                .containsExactly("video", "h264", "64x48");
        assertThat(info.streams().stream().filter(s -> s.type().equals("audio")))
                .singleElement()
                .satisfies(s -> assertThat(s.metadata()).containsEntry("language", "deu"))
                .satisfies(s -> assertThat(s.summary()).isEqualTo("stereo, 44100 Hz"));
    }

    @ParameterizedTest
    @CsvSource({"90, 90", "180, 180", "270, 270", "-90, 270", "0, 0"})
    void rotationIsClockwise(int counterClockwise, int wanted) throws Exception {
        Path plain = Clips.make(dir, SOURCE + "-c:v libx264 plain.mp4");
        Path file = Clips.make(dir, "-display_rotation " + counterClockwise + " -i " + plain + " -c copy turned.mp4");

        VideoInfo video = MediaProbe.probe(file, MediaLimits.DEFAULT).video();
        assertThat(video.rotation()).isEqualTo(Math.floorMod(-wanted, 360));
        assertThat(video.width()).isEqualTo(64);
    }

    @Test
    void aMirroredPictureIsSaid() throws Exception {
        Path plain = Clips.make(dir, SOURCE + "-c:v libx264 plain.mp4");
        Path file = Clips.make(dir, "-display_hflip -i " + plain + " -c copy mirrored.mp4");

        assertThat(MediaProbe.probe(file, MediaLimits.DEFAULT).notes()).anyMatch(note -> note.contains("mirrors"));
    }

    @ParameterizedTest
    @CsvSource({"aspect.mp4", "aspect.mkv", "aspect.ts", "aspect.avi"})
    void pixelsNeedNotBeSquare(String name) throws Exception {
        Path file = Clips.make(dir, SOURCE + "-vf setsar=16/11 -c:v mpeg4 " + name);

        Rational aspect = MediaProbe.probe(file, MediaLimits.DEFAULT).video().sampleAspect();
        assertThat(aspect).isEqualTo(new Rational(16, 11));
    }

    @ParameterizedTest
    @CsvSource({"mp4", "mkv"})
    void colourAndHdrTagsAreTheFiles(String extension) throws Exception {
        Path file = Clips.make(dir, SOURCE + HDR10 + " hdr." + extension);

        VideoInfo video = MediaProbe.probe(file, MediaLimits.DEFAULT).video();
        assertThat(video.format()).isEqualTo(new PixelFormat(PixelFormat.Model.YUV, 10, 1, 1));
        assertThat(video.colour())
                .extracting(ColourTags::matrix, ColourTags::primaries, ColourTags::transfer, ColourTags::range)
                .containsExactly(9, 9, 16, 1);
        HdrMetadata hdr = video.hdr();
        assertThat(hdr.maxContent()).isEqualTo(1000);
        assertThat(hdr.maxAverage()).isEqualTo(400);
        assertThat(hdr.maxLuminance().value()).isEqualTo(1000);
        assertThat(hdr.minLuminance().value()).isEqualTo(0.005);
        assertThat(hdr.chromaticities().stream().map(Rational::value))
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-4 ? 0 : Double.compare(a, b))
                .containsExactly(0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.329);
    }

    @Test
    void fullRangeIsSeenInThePixelFormat() throws Exception {
        Path file = Clips.make(dir, SOURCE + "-pix_fmt yuvj422p -c:v mjpeg full.mov");

        VideoInfo video = MediaProbe.probe(file, MediaLimits.DEFAULT).video();
        assertThat(video.format().toString()).isEqualTo("yuv422p");
        assertThat(video.colour().fullRange()).isTrue();
    }

    @Test
    void alphaIsNotReadAndThatIsSaid() throws Exception {
        Path file = Clips.make(dir, SOURCE + "-pix_fmt yuva444p10le -c:v prores_ks -profile:v 4 alpha.mov");

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        assertThat(info.video().alpha()).isTrue();
        assertThat(info.video().format().planes()).isEqualTo(3);
        assertThat(info.notes()).anyMatch(note -> note.contains("alpha"));
        try (FrameReader frames = FrameReader.open(info)) {
            assertThat(Reference.read(frames))
                    .isEqualTo(Reference.decode(file, info.video().format()));
        }
    }

    @Test
    void edgesThatTheCodecHidesAreCutExactly() throws Exception {
        Path plain = Clips.make(dir, SOURCE + "-c:v libx264 plain.mp4");
        Path file = Clips.make(
                dir,
                "-i " + plain
                        + " -c copy -bsf:v h264_metadata=crop_left=6:crop_right=4:crop_top=2:crop_bottom=8 cropped.mp4");

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        try (FrameReader frames = FrameReader.open(info)) {
            assertThat(Reference.read(frames))
                    .isEqualTo(Reference.decode(plain, PixelFormat.YUV420P, "-vf", "crop=54:38:6:2:exact=1"));
        }
    }

    @Test
    void closedCaptionsTravelWithTheirFrames() throws Exception {
        Path file = CaptionClip.write(dir, "captions.mp4");

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        try (FrameReader frames = FrameReader.open(info)) {
            Picture picture = info.video().newPicture();
            for (int i = 0; i < 12; i++) {
                frames.read(picture);
                assertThat(picture.captions()).as("frame " + i).isEqualTo(CaptionClip.captions(i));
            }
            frames.seek(7);
            frames.read(picture);
            assertThat(picture.captions()).isEqualTo(CaptionClip.captions(7));
        }
    }

    @Test
    void sizesThatChangeAreScaledToTheFirst() throws Exception {
        Path small = Clips.make(dir, SOURCE + "-c:v libx264 -bf 0 small.ts");
        Path large = Clips.make(dir, SOURCE + "-vf scale=96:80 -c:v libx264 -bf 0 -output_ts_offset 0.4 large.ts");
        Path file = dir.resolve("changes.ts");
        Files.write(file, Files.readAllBytes(small));
        Files.write(file, Files.readAllBytes(large), StandardOpenOption.APPEND);

        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        assertThat(info.video().frames().count()).isEqualTo(20);
        assertThat(List.of(info.video().width(), info.video().height())).containsExactly(64, 48);
        assertThat(info.notes()).anyMatch(note -> note.contains("size changes"));
        try (FrameReader frames = FrameReader.open(info)) {
            List<String> pictures = Reference.samples(Reference.read(frames));
            assertThat(pictures.subList(0, 10))
                    .isEqualTo(Reference.samples(Reference.decode(small, PixelFormat.YUV420P)));
            assertThat(Set.copyOf(pictures.subList(10, 20))).hasSizeGreaterThan(3);
            assertThat(frames.damaged()).isZero();
        }
    }
}
