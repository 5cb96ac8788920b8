package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lies beside the video: copied as it is, or named. */
class JoinStreamsTest {
    private static final String INPUTS = "-f lavfi -i testsrc2=size=64x48:rate=25:duration=2"
            + " -f lavfi -i sine=frequency=440:duration=2:sample_rate=44100"
            + " -f lavfi -i sine=frequency=880:duration=2:sample_rate=48000"
            + " -i subs.srt -i tags.txt -map 0 -map 1 -map 2 ";
    private static final String TAGS = " -map_metadata 4 -map_chapters 4 -metadata:s:a:0 language=eng"
            + " -metadata:s:a:1 language=deu -disposition:a:1 0 -c:v libx264 -bf 2 -g 20 ";

    @TempDir
    Path dir;

    @BeforeEach
    void texts() throws IOException {
        Files.writeString(dir.resolve("subs.srt"), """
                1
                00:00:00,200 --> 00:00:00,900
                one

                2
                00:00:01,000 --> 00:00:01,700
                two
                """);
        Files.writeString(dir.resolve("tags.txt"), """
                ;FFMETADATA1
                title=A title with spaces
                [CHAPTER]
                TIMEBASE=1/1000
                START=0
                END=1000
                title=First half
                [CHAPTER]
                TIMEBASE=1/1000
                START=1000
                END=2000
                title=Second half
                """);
    }

    private Path source(String codecs, String file) throws IOException {
        return Clips.make(dir, INPUTS + TAGS + codecs + " " + file);
    }

    private JoinReport join(Path source, String extension) throws IOException {
        VideoInfo video = Clips.probe(source);
        OutputVideo output = OutputVideo.of(video, 128, 96, video.format());
        Path out = dir.resolve("out." + extension);
        EncodeSettings settings =
                Container.of(out).adapt(EncodeSettings.of(Container.of(out).defaultCodec(output.format())));
        List<Path> chunks = Clips.chunks(dir, output, settings, video.frames(), 17);
        return Joiner.join(JoinPlan.of(source, video), chunks, out, false);
    }

    /** What may happen to a time on the way: nothing, or one step of the coarser clock. */
    @ParameterizedTest(name = "{1} to {2}, {0}")
    @CsvSource({
        "'-map 3 -c:a aac -c:s mov_text', mp4, mp4, 0",
        "'-map 3 -c:a:0 aac -c:a:1 pcm_s16le -c:s mov_text', mov, mov, 0",
        "'-map 3 -c:a:0 aac -c:a:1 libopus -c:s srt', mkv, mkv, 0",
        "'-map 3 -c:a:0 flac -c:a:1 ac3 -c:s ass', mkv, mkv, 0",
        "'-c:a:0 mp2 -c:a:1 ac3', ts, ts, 0",
        "'-c:a:0 aac -c:a:1 aac', ts, ts, 0",
        "'-c:a:0 aac -c:a:1 ac3', ts, mp4, 0.000023",
        "'-c:a:0 aac -c:a:1 libmp3lame', ts, mkv, 0.001",
        "'-map 3 -c:a aac -c:s mov_text', mp4, mov, 0",
        "'-map 3 -c:a aac -c:s mov_text', mp4, mkv, 0.001",
        "'-map 3 -c:a:0 aac -c:a:1 libmp3lame -c:s srt', mkv, mp4, 0.000023",
        "'-map 3 -c:a:0 aac -c:a:1 libopus -c:s ass', mkv, mp4, 0.000023",
        "'-c:a:0 aac -c:a:1 ac3', mp4, ts, 0.000012",
        "'-c:a:0 libmp3lame -c:a:1 pcm_s16le', avi, avi, 0",
        "'-c:a:0 libmp3lame -c:a:1 pcm_s16le', avi, mkv, 0.001",
        "'-map 3 -c:v libvpx -c:a libopus -c:s webvtt', webm, webm, 0",
        "'-c:v ffv1 -c:a libopus', nut, nut, 0.000021",
        "'-c:a truehd -strict -2', mkv, mkv, 0",
        "'-c:v wmv2 -bf 0 -c:a:0 wmav2 -c:a:1 adpcm_ms', wmv, mkv, 0.001",
    })
    void soundKeepsItsBytesAndItsTimes(String codecs, String from, String to, double step) throws Exception {
        Path source = source(codecs, "source." + from);
        VideoInfo video = Clips.probe(source);

        JoinReport report = join(source, to);

        double shift = report.shift() * video.frames().timeBase().value();
        assertThat(frameTimes(report.file()))
                .hasSize(50)
                .containsExactly(times(video, shift), within(Math.max(step, 1e-9)));
        for (int track = 0; track < 2; track++) {
            List<WrittenFile.Packet> was = sound(source, track);
            List<WrittenFile.Packet> is = sound(report.file(), track);
            assertThat(is).hasSameSizeAs(was);
            for (int i = 0; i < was.size(); i++) {
                double moved = to.equals("avi") ? 0 : shift; // there picture and sound begin together
                assertThat(is.get(i).seconds() - moved).isCloseTo(was.get(i).seconds(), within(step + 1e-9));
            }
            // ADTS headers are a matter of the transport stream.
            boolean reframed = codecs.contains("aac") && from.equals("ts") != to.equals("ts");
            if (!reframed) {
                assertThat(is).extracting(WrittenFile.Packet::crc).isEqualTo(crcs(was));
            }
        }
    }

    private static List<WrittenFile.Packet> sound(Path path, int track) throws IOException {
        try (WrittenFile file = new WrittenFile(path)) {
            return file.packets(file.audio(track));
        }
    }

    private static List<Long> crcs(List<WrittenFile.Packet> packets) {
        return packets.stream().map(WrittenFile.Packet::crc).toList();
    }

    private static double[] frameTimes(Path path) throws IOException {
        try (WrittenFile file = new WrittenFile(path)) {
            FrameIndex index = file.index(file.video());
            return Arrays.stream(index.pts())
                    .mapToDouble(t -> t * index.timeBase().value())
                    .toArray();
        }
    }

    private static double[] times(VideoInfo video, double shift) throws IOException {
        FrameIndex index = video.frames();
        return Arrays.stream(index.pts())
                .mapToDouble(t -> t * index.timeBase().value() + shift)
                .toArray();
    }

    @Test
    void adtsHeadersAreAllThatChangesFromTransportStreamToMp4() throws Exception {
        Path source = source("-c:a aac", "source.ts");
        JoinReport report = join(source, "mp4");

        List<WrittenFile.Packet> was = sound(source, 0);
        List<WrittenFile.Packet> is = sound(report.file(), 0);
        for (int i = 0; i < was.size(); i++) {
            assertThat(is.get(i).size()).isEqualTo(was.get(i).size() - 7);
        }
        assertThat(report.notes()).isEmpty();
        assertThat(report.shift())
                .as("times of a source that starts at 1.4 s stay")
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"mp4, eng, deu", "mov, eng, ger", "mkv, eng, deu"})
    void languagesChaptersTitlesAndSubtitlesStay(String extension, String first, String second) throws Exception {
        Path source = source("-map 3 -metadata:s:s:0 language=fra -c:a aac -c:s srt", "source.mkv");

        JoinReport report = join(source, extension);

        try (WrittenFile file = new WrittenFile(report.file())) {
            assertThat(file.tags(file.audio(0))).containsEntry("language", first);
            assertThat(file.tags(file.audio(1))).containsEntry("language", second);
            assertThat(file.tags()).containsEntry("title", "A title with spaces");
            assertThat(file.chapters()).containsExactly("0.00-1.00 First half", "1.00-2.00 Second half");
            AVStream text = file.stream(AVMEDIA_TYPE_SUBTITLE, 0);
            assertThat(file.tags(text.index())).containsEntry("language", "fra");
            assertThat(file.packets(text.index()))
                    .filteredOn(p -> p.size() > 2)
                    .extracting(WrittenFile.Packet::seconds)
                    .containsExactly(0.2, 1.0);
        }
        if (extension.equals("mkv")) {
            assertThat(report.notes()).isEmpty();
        } else {
            assertThat(report.notes())
                    .singleElement()
                    .asString()
                    .contains("(subtitles, subrip, fra) is converted to mov_text");
        }
    }

    @Test
    void whatTheContainerCannotHoldIsNamed() throws Exception {
        Path source = source("-map 3 -c:a:0 aac -c:a:1 flac -c:s srt", "source.mkv");

        JoinReport report = join(source, "ts");

        assertThat(report.notes())
                .anyMatch(note -> note.startsWith("stream 2 (audio, flac, deu) is dropped: TS does not hold it"))
                .anyMatch(note -> note.startsWith("stream 3 (subtitles, subrip) is dropped"))
                .anyMatch(note -> note.startsWith("chapters (2) are dropped"))
                .anyMatch(note -> note.contains("tags are dropped that TS does not hold: title"))
                .anyMatch(note -> note.startsWith("all times are moved by"));
        try (WrittenFile file = new WrittenFile(report.file())) {
            assertThat(file.streams()).isEqualTo(2);
        }
    }

    @Test
    void attachmentsAndCoverArtStay() throws Exception {
        Files.write(dir.resolve("font.ttf"), new byte[] {0, 1, 0, 0, 9, 9, 9});
        Clips.make(dir, "-f lavfi -i color=red:size=16x16 -frames:v 1 cover.png");
        source("-c:a aac", "plain.mkv");
        Path source = Clips.make(
                dir,
                "-i plain.mkv -map 0 -c copy -attach font.ttf -metadata:s:3 mimetype=font/ttf"
                        + " -attach cover.png -metadata:s:4 mimetype=image/png -metadata:s:4 filename=cover.png source.mkv");

        JoinReport whole = join(source, "mkv");
        JoinReport mp4 = join(source, "mp4");

        assertThat(whole.notes()).isEmpty();
        try (WrittenFile file = new WrittenFile(whole.file())) {
            assertThat(file.tags(3)).containsEntry("filename", "font.ttf");
            assertThat(file.stream(4).disposition() & AV_DISPOSITION_ATTACHED_PIC)
                    .isNotZero();
            assertThat(file.stream(4).attached_pic().size()).isEqualTo((int) Files.size(dir.resolve("cover.png")));
        }
        assertThat(mp4.notes()).singleElement().asString().startsWith("stream 3 (attachment, ");
        try (WrittenFile file = new WrittenFile(mp4.file())) {
            AVStream cover = file.stream(AVMEDIA_TYPE_VIDEO, 1);
            assertThat(cover.disposition() & AV_DISPOSITION_ATTACHED_PIC).isNotZero();
            assertThat(cover.attached_pic().size()).isEqualTo((int) Files.size(dir.resolve("cover.png")));
        }
    }

    @Test
    void brokenTimesOfSoundDoNotStopTheJob() throws Exception {
        Path source = source("-c:a:0 aac -c:a:1 ac3", "source.ts");
        byte[] bytes = Files.readAllBytes(source);
        breakAudioTimes(bytes);
        Files.write(source, bytes);
        VideoInfo video = Clips.probe(source);

        JoinReport report = join(source, "mp4");

        assertThat(report.frames()).isEqualTo(50);
        assertThat(report.notes()).anyMatch(note -> note.contains("missing or ran backwards and are mended"));
        assertThat(frameTimes(report.file())).containsExactly(times(video, 0), within(1e-9));
    }

    /** Sets the PTS of every third PES packet of sound back by some seconds. */
    private static void breakAudioTimes(byte[] ts) {
        int seen = 0;
        for (int at = 0; at < ts.length; at += 188) {
            boolean starts = (ts[at + 1] & 0x40) != 0;
            int payload = at + 4 + ((ts[at + 3] & 0x20) != 0 ? 1 + (ts[at + 4] & 0xff) : 0);
            boolean pes = starts && ts[payload] == 0 && ts[payload + 1] == 0 && ts[payload + 2] == 1;
            boolean sound = pes && ((ts[payload + 3] & 0xe0) == 0xc0 || (ts[payload + 3] & 0xff) == 0xbd);
            if (sound && (ts[payload + 7] & 0x80) != 0 && seen++ % 3 == 2) {
                ts[payload + 11] -= 2; // bits 22 to 16 of 33: 2 << 15 ticks or so
            }
        }
    }
}
