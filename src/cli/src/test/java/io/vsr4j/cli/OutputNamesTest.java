package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputNamesTest {
    @TempDir
    Path folder;

    @Test
    void nameSaysScaleOrHeight() {
        Input clip = video("films/clip.one.mp4");

        assertThat(names(4, null, null).of(clip)).isEqualTo(Path.of("films/clip.one_x4.mp4"));
        assertThat(names(4, 1080, null).of(clip)).isEqualTo(Path.of("films/clip.one_1080p.mp4"));
    }

    @Test
    void containersThatAreNotWrittenBecomeMatroska() {
        assertThat(names(2, null, null).of(video("old.wmv"))).isEqualTo(Path.of("old_x2.mkv"));
        assertThat(names(2, null, null).of(video("noextension"))).isEqualTo(Path.of("noextension_x2.mkv"));
    }

    @Test
    void outputMayBeAFileOrAFolder() {
        assertThat(names(4, null, "big.mkv").of(video("clip.mp4"))).isEqualTo(Path.of("big.mkv"));
        assertThat(names(4, null, folder.toString()).of(video("clip.mp4"))).isEqualTo(folder.resolve("clip_x4.mp4"));
        assertThat(names(4, null, "new/").of(video("clip.mp4"))).isEqualTo(Path.of("new/clip_x4.mp4"));
    }

    @Test
    void picturesGoIntoANeighbourFolder() {
        Path beside = folder.resolveSibling(folder.getFileName() + "_x4");

        assertThat(names(4, null, null).of(pictures(folder))).isEqualTo(beside);
        assertThat(names(4, null, null).of(pictures(folder.resolve("%05d.png"))))
                .isEqualTo(beside);
        assertThat(names(4, null, "out.mp4").of(pictures(folder))).isEqualTo(Path.of("out.mp4"));
    }

    @Test
    void severalVideosNeedAFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(names(4, null, null).ofEach(Path.of("in/a.mp4"))).isEqualTo(Path.of("in/a_x4.mp4"));
        assertThat(names(4, null, "out").ofEach(Path.of("in/a.mp4"))).isEqualTo(Path.of("out/a_x4.mp4"));
        assertThatThrownBy(() -> names(4, null, file.toString()).ofEach(Path.of("in/a.mp4")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("several videos need a folder");
    }

    private static OutputNames names(int scale, Integer height, String given) {
        return new OutputNames(scale, Optional.ofNullable(height), Optional.ofNullable(given));
    }

    private static Input video(String path) {
        return new Input(Input.Kind.VIDEO, Path.of(path), List.of());
    }

    private static Input pictures(Path path) {
        return new Input(Input.Kind.PICTURES, path, List.of());
    }
}
