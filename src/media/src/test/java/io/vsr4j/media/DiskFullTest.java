package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing to a real file system of 128 KiB, which takes the right to mount one. */
class DiskFullTest {
    @TempDir
    Path dir;

    private Path small;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        small = Files.createDirectory(dir.resolve("small"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", small.toString());
        assumeTrue(mounted, "a small file system can be mounted");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", small.toString());
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static OutputVideo video() {
        return new OutputVideo(
                160,
                120,
                PixelFormat.YUV420P,
                Clips.BT709,
                new Rational(1, 1),
                0,
                new Rational(1, 25),
                new Rational(25, 1),
                HdrMetadata.NONE);
    }

    private void isFull(org.assertj.core.api.ThrowableAssert.ThrowingCallable work, Path file) {
        assertThatThrownBy(work)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot write " + file + ": No space left on device")
                .hasMessageNotContaining(".part");
        assertThat(small).isEmptyDirectory();
    }

    @Test
    void aChunk() {
        FrameIndex frames = Clips.steady(video().timeBase(), 0, 1, 60);
        Path chunk = small.resolve("chunk");
        isFull(() -> Clips.chunk(chunk, video(), EncodeSettings.of(Codec.FFV1), frames, 0, 60), chunk);
    }

    @Test
    void aJoinedFile() throws Exception {
        FrameIndex frames = Clips.steady(video().timeBase(), 0, 1, 60);
        List<Path> chunks =
                Clips.chunks(dir, video(), EncodeSettings.of(Codec.H264).withCrf(0), frames, 30);
        for (String name : List.of("out.mp4", "out.mkv", "out.ts", "out.nut")) {
            Path out = small.resolve(name);
            isFull(() -> Joiner.join(JoinPlan.withoutSource(frames), chunks, out, false), out);
        }
    }

    @Test
    void pictures() throws Exception {
        OutputVideo video = new OutputVideo(
                160,
                120,
                new PixelFormat(PixelFormat.Model.RGB, 16, 0, 0),
                new ColourTags(0, 1, 13, 2, 0),
                new Rational(1, 1),
                0,
                new Rational(1, 25),
                new Rational(25, 1),
                HdrMetadata.NONE);
        assertThatThrownBy(() -> {
                    try (PictureWriter writer = new PictureWriter(small, "%d.tif", 1, video, false)) {
                        for (int i = 0; i < 100; i++) {
                            Picture picture = Clips.picture(video, i);
                            picture.pts(i);
                            writer.write(picture);
                        }
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining(".tif: No space left on device")
                .hasMessageNotContaining(".part");
        assertThat(small).isEmptyDirectory();
    }
}
