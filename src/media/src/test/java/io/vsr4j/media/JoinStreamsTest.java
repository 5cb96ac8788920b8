package io.vsr4j.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
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

    @ParameterizedTest
    @CsvSource({
        "'-map 3 -c:a aac -c:s mov_text', mp4, mp4",
        "'-map 3 -c:a:0 aac -c:a:1 pcm_s16le -c:s mov_text', mov, mov",
        "'-map 3 -c:a:0 aac -c:a:1 libopus -c:s srt', mkv, mkv",
        "'-map 3 -c:a:0 flac -c:a:1 ac3 -c:s ass', mkv, mkv",
        "'-c:a:0 mp2 -c:a:1 ac3', ts, ts",
        "'-c:a:0 aac -c:a:1 aac', ts, ts",
        "'-c:a:0 aac -c:a:1 ac3', ts, mp4",
        "'-c:a:0 aac -c:a:1 libmp3lame', ts, mkv",
        "'-map 3 -c:a aac -c:s mov_text', mp4, mov",
        "'-map 3 -c:a aac -c:s mov_text', mp4, mkv",
        "'-map 3 -c:a:0 aac -c:a:1 libmp3lame -c:s srt', mkv, mp4",
        "'-map 3 -c:a:0 aac -c:a:1 libopus -c:s ass', mkv, mp4",
        "'-c:a:0 aac -c:a:1 ac3', mp4, ts",
        "'-c:a:0 libmp3lame -c:a:1 pcm_s16le', avi, avi",
        "'-c:a:0 libmp3lame -c:a:1 pcm_s16le', avi, mkv",
        "'-map 3 -c:v libvpx -c:a libopus -c:s webvtt', webm, webm",
        "'-c:v ffv1 -c:a libopus', nut, nut",
    })
    void soundKeepsItsBytesAndItsTimes(String codecs, String from, String to) throws Exception {
        Path source = source(codecs, "source." + from);
        JoinReport report = join(source, to);
        System.out.println(from + "->" + to + " " + report.shift() + " " + report.notes());
        double unit = Clips.probe(source).frames().timeBase().value();
        for (int track = 0; track < 2; track++) {
            try (WrittenFile was = new WrittenFile(source);
                    WrittenFile is = new WrittenFile(report.file())) {
                var a = was.packets(was.audio(track));
                var b = is.packets(is.audio(track));
                System.out.println(
                        "  " + a.size() + "/" + b.size() + " " + (a.get(0).seconds() + report.shift() * unit) + " "
                                + b.get(0).seconds() + " " + a.get(a.size() - 1).seconds() + " "
                                + b.get(b.size() - 1).seconds() + is.tags(is.audio(track))
                                + is.stream(is.audio(track)).disposition()
                                + was.stream(was.audio(track)).disposition());
            }
        }
        try (WrittenFile is = new WrittenFile(report.file())) {
            System.out.println("  " + is.tags() + is.chapters() + " streams " + is.streams());
        }
    }
}
