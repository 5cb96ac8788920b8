package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinerTest {
    @TempDir
    Path dir;

    @Test
    void keepsEveryFrameAndEveryPacketBesideIt() throws Exception {
        for (String ext : List.of("mp4", "mkv")) {
            Path source = Clips.make(
                    dir,
                    "-f lavfi -i testsrc2=size=64x48:rate=25:duration=1.6 -f lavfi -i sine=duration=1.6:sample_rate=48000 -c:v libx264 -c:a aac -metadata title=Hello source."
                            + ext);
            VideoInfo video = Clips.probe(source);
            OutputVideo output = OutputVideo.of(video, 128, 96, video.format());
            List<Path> chunks = Clips.chunks(dir, output, EncodeSettings.of(Codec.H264), video.frames(), 13);

            JoinReport report = Joiner.join(JoinPlan.of(source, video), chunks, dir.resolve("out." + ext), false);

            try (WrittenFile was = new WrittenFile(source);
                    WrittenFile is = new WrittenFile(report.file())) {
                assertThat(is.index(is.video()).pts()).isEqualTo(video.frames().pts());
            }
            try (WrittenFile was = new WrittenFile(source);
                    WrittenFile is = new WrittenFile(report.file())) {
                assertThat(is.packets(is.audio(0))).isEqualTo(was.packets(was.audio(0)));
            }
        }
    }
}
