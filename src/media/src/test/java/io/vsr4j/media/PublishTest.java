package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PublishTest {
    @TempDir
    Path dir;

    private Path part;

    @BeforeEach
    void write() throws IOException {
        part = Files.writeString(Publish.partOf(dir.resolve("file")), "new");
    }

    @Test
    void aFileAppearsUnderItsName() throws Exception {
        Publish.move(part, dir.resolve("file"), false);
        assertThat(dir.resolve("file")).hasContent("new");
        assertThat(part).doesNotExist();
    }

    @Test
    void aFileThatAppearedMeanwhileStays() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "old");
        assertThatThrownBy(() -> Publish.move(part, file, false))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("old");
    }

    @Test
    void aFileIsReplacedIfAsked() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "old");
        Publish.move(part, file, true);
        assertThat(file).hasContent("new");
        assertThat(part).doesNotExist();
    }

    @Test
    void temporaryNamesDiffer() {
        Path file = dir.resolve("file");
        assertThat(Publish.partOf(file)).isNotEqualTo(Publish.partOf(file));
        assertThat(Publish.partOf(file).getParent()).isEqualTo(dir);
    }

    @Test
    void aJoinDoesNotTouchAFileThatExists() throws Exception {
        Path out = Files.writeString(dir.resolve("out.mp4"), "mine");
        FrameIndex frames = Clips.steady(new Rational(1, 25), 0, 1, 2);
        OutputVideo video = new OutputVideo(
                64,
                48,
                PixelFormat.YUV420P,
                Clips.BT709,
                new Rational(1, 1),
                0,
                new Rational(1, 25),
                new Rational(25, 1),
                HdrMetadata.NONE);
        List<Path> chunks = Clips.chunks(dir, video, EncodeSettings.of(Codec.H264), frames, 2);
        JoinPlan plan = JoinPlan.withoutSource(frames);

        assertThatThrownBy(() -> Joiner.join(plan, chunks, out, false))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("ask to overwrite it");
        assertThat(out).hasContent("mine");
        Joiner.join(plan, chunks, out, true);
        assertThat(Files.size(out)).isGreaterThan(500);
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> Publish.checkTarget(dir, true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a folder");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatTakesNoFilesIsNamed() {
        Path out = Path.of("/proc/out.mp4");
        FrameIndex frames = Clips.steady(new Rational(1, 25), 0, 1, 2);
        OutputVideo video = new OutputVideo(
                64,
                48,
                PixelFormat.YUV420P,
                Clips.BT709,
                new Rational(1, 1),
                0,
                new Rational(1, 25),
                new Rational(25, 1),
                HdrMetadata.NONE);
        assertThatThrownBy(() -> {
                    List<Path> chunks = Clips.chunks(dir, video, EncodeSettings.of(Codec.H264), frames, 2);
                    Joiner.join(JoinPlan.withoutSource(frames), chunks, out, false);
                })
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write /proc/out.mp4: ");
    }
}
