package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.media.ColourTags;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.PixelFormat.Model;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameRestorerTest {
    private static final PixelFormat RGB = new PixelFormat(Model.RGB, 8, 0, 0);

    @TempDir
    Path folder;

    /** Two models, so that one is opened at one factor and one at several. */
    @ParameterizedTest
    @CsvSource({"bicubic, 2", "compact, 2", "compact, 4", "compact, 3"})
    void theSinkIsGivenWhatAJobWritesWithoutLoss(String model, int scale) throws Exception {
        Path clip = clip();
        Path large = folder.resolve("large.mkv");
        Jobs.run(
                clip,
                large,
                s -> {
                    s.model = model;
                    s.scale = scale;
                    s.chunkFrames = 3;
                },
                false);

        assertThat(restored(model, scale)).isEqualTo(Clip.hashes(large));
    }

    @Test
    void oneRestorerTakesVideosOfDifferentFactors() throws IOException {
        List<Long> once = restored("anime4k", 2);
        try (FrameSource frames = FrameReader.open(clip(), MediaLimits.DEFAULT);
                FrameRestorer restorer = new FrameRestorer(settings("anime4k"))) {
            List<MemoryVideo.Sink> sinks = new ArrayList<>();
            for (int scale : new int[] {2, 4, 2}) {
                MemoryVideo.Sink sink = new MemoryVideo.Sink();
                sinks.add(sink);
                restorer.restore(frames, scale, video -> sink, () -> {}, () -> false);
            }

            assertThat(hashes(sinks.get(0))).isEqualTo(once);
            assertThat(hashes(sinks.get(2))).isEqualTo(once);
            assertThat(sinks.get(1).frames.get(0).bytes()).hasSize(3 * 96 * 64);
        }
    }

    @Test
    void itStopsWhenAsked() throws IOException {
        try (FrameSource frames = FrameReader.open(clip(), MediaLimits.DEFAULT);
                FrameRestorer restorer = new FrameRestorer(settings("bicubic"))) {
            MemoryVideo.Sink sink = new MemoryVideo.Sink();

            assertThatThrownBy(() -> restorer.restore(frames, 2, video -> sink, () -> {}, () -> true))
                    .isInstanceOf(CancellationException.class);
            assertThat(sink.finished).isFalse();
        }
    }

    private Path clip() throws IOException {
        ColourTags rgb = new ColourTags(0, 2, 2, 2, 0);
        return Clip.write(
                folder.resolve("clip.mkv"),
                RGB,
                rgb,
                24,
                16,
                5,
                (frame, plane, x, y) -> 30 + ((x * 7 + frame * 5) ^ (y * 3 + plane)) % 190);
    }

    private List<Long> restored(String model, int scale) throws IOException {
        MemoryVideo.Sink sink = new MemoryVideo.Sink();
        int[] written = {0};
        List<OutputVideo> told = new ArrayList<>();
        try (FrameSource frames = FrameReader.open(clip(), MediaLimits.DEFAULT);
                FrameRestorer restorer = new FrameRestorer(settings(model))) {
            FrameRestorer.Report report = restorer.restore(
                    frames,
                    scale,
                    video -> {
                        told.add(video);
                        return sink;
                    },
                    () -> written[0]++,
                    () -> false);
            assertThat(report.networkSeconds()).isPositive();
        }
        assertThat(sink.finished).isTrue();
        assertThat(written[0]).isEqualTo(5);
        assertThat(told).singleElement().satisfies(video -> {
            assertThat(video.width()).isEqualTo(24 * scale);
            assertThat(video.height()).isEqualTo(16 * scale);
            assertThat(video.format()).isEqualTo(RGB);
        });
        return hashes(sink);
    }

    private static UpscaleSettings settings(String model) {
        Settings settings = new Settings();
        settings.model = model;
        return settings.build();
    }

    private static List<Long> hashes(MemoryVideo.Sink sink) {
        return sink.frames.stream()
                .map(frame -> {
                    CRC32C crc = new CRC32C();
                    crc.update(ByteBuffer.wrap(frame.bytes()));
                    return crc.getValue();
                })
                .toList();
    }
}
