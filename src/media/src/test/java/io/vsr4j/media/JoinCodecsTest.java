package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.media.PixelFormat.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chunks of each codec in each container that holds it. */
class JoinCodecsTest {
    private static final int FRAMES = 24;

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "H264, 8, mp4",
        "H264, 10, mov",
        "H264, 8, mkv",
        "H264, 8, ts",
        "H264, 8, m2ts",
        "H264, 8, avi",
        "H264, 8, nut",
        "H265, 8, mp4",
        "H265, 10, mov",
        "H265, 12, mkv",
        "H265, 10, ts",
        "AV1, 8, mp4",
        "AV1, 10, mkv",
        "AV1, 8, webm",
        "PRORES, 10, mov",
        "PRORES, 10, mkv",
        "FFV1, 8, mkv",
        "FFV1, 16, mkv",
        "FFV1, 10, avi",
        "FFV1, 8, nut"
    })
    void joinedFramesAreTheChunksFrames(Codec codec, int depth, String extension) throws Exception {
        Container container = Container.of(Path.of("x." + extension));
        OutputVideo video = new OutputVideo(
                72,
                48,
                codec.nearest(new PixelFormat(Model.YUV, depth, 1, 1)),
                Clips.BT709,
                new Rational(1, 1),
                0,
                new Rational(1, 25),
                new Rational(25, 1),
                HdrMetadata.NONE);
        FrameIndex frames = Clips.steady(video.timeBase(), 0, 1, FRAMES);
        EncodeSettings settings = container.adapt(EncodeSettings.of(codec)).withGop(8);
        JoinPlan plan = JoinPlan.withoutSource(frames);

        List<Path> chunks = Clips.chunks(dir, video, settings, frames, 9);
        JoinReport joined = Joiner.join(plan, chunks, dir.resolve("whole." + extension), false);

        List<Long> apart = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            Path part = dir.resolve("part" + i + "." + extension);
            Joiner.join(plan.range(i * 9, Math.min(FRAMES, i * 9 + 9)), chunks.subList(i, i + 1), part, false);
            try (WrittenFile file = new WrittenFile(part)) {
                file.frames().forEach(f -> apart.add(f.crc()));
            }
        }
        assertThat(joined.frames()).isEqualTo(FRAMES);
        try (WrittenFile file = new WrittenFile(joined.file())) {
            List<WrittenFile.Frame> decoded = file.frames();
            assertThat(decoded).extracting(WrittenFile.Frame::crc).isEqualTo(apart);
            assertThat(decoded).allMatch(f -> f.width() == 72 && f.height() == 48);
            double unit = file.timeBase(file.video()).value();
            for (int i = 0; i < FRAMES; i++) {
                double wanted = (i + joined.shift()) * 0.04;
                assertThat(decoded.get(i).pts() * unit).isCloseTo(wanted, within(extension));
            }
        }
    }

    private static org.assertj.core.data.Offset<Double> within(String extension) {
        boolean milliseconds = extension.equals("mkv") || extension.equals("webm");
        return org.assertj.core.api.Assertions.within(milliseconds ? 0.0005 : 1e-9);
    }
}
