package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsAVideoWhateverItIsCalled() throws IOException {
        touch("clip.xyz");

        assertThat(Input.of(folder.resolve("clip.xyz")).kind()).isEqualTo(Input.Kind.VIDEO);
    }

    @Test
    void aFileMayBeCalledLikeAPattern() throws IOException {
        touch("what?*.mp4");

        assertThat(Input.of(folder.resolve("what?*.mp4")).kind()).isEqualTo(Input.Kind.VIDEO);
    }

    @Test
    void videosOfAFolderComeInNaturalOrder() throws IOException {
        touch("b10.mp4", "b2.MKV", "a.webm", "notes.txt", ".hidden.mp4");
        Files.createDirectory(folder.resolve("folder.mp4"));

        Input input = Input.of(folder);

        assertThat(input.kind()).isEqualTo(Input.Kind.VIDEOS);
        assertThat(input.videos())
                .extracting(v -> v.getFileName().toString())
                .containsExactly("a.webm", "b2.MKV", "b10.mp4");
    }

    @Test
    void whatAnEarlierRunMadeIsNoInput() throws IOException {
        touch("a.mp4", "a_x4.mp4", "a_1080p.mkv", "b_x4.mp4", "two\nlines.mp4", "two\nlines_x4.mp4");

        assertThat(Input.of(folder).videos())
                .extracting(v -> v.getFileName().toString())
                .containsExactly("a.mp4", "b_x4.mp4", "two\nlines.mp4");
    }

    @Test
    void aFolderOfPicturesIsOneVideo() throws IOException {
        touch("1.png", "2.PNG");

        assertThat(Input.of(folder)).isEqualTo(new Input(Input.Kind.PICTURES, folder, List.of()));
    }

    @Test
    void patternsAreTakenByTheirExtension() throws IOException {
        touch("a1.mp4", "a2.mp4", "b.mp4");

        assertThat(Input.of(folder.resolve("a*.mp4")).videos()).hasSize(2);
        assertThat(Input.of(folder.resolve("%05d.png")).kind()).isEqualTo(Input.Kind.PICTURES);
        assertThat(Input.of(folder.resolve("*.jpg")).kind()).isEqualTo(Input.Kind.PICTURES);
    }

    @Test
    void refusesWhatIsNotThereOrUnclear() throws IOException {
        assertRefused(folder.resolve("none.mp4"), "none.mp4: there is no such file or folder");
        assertRefused(folder, "holds no video and no picture");
        assertRefused(folder.resolve("x*.mp4"), "no file is called like that");
        assertRefused(folder.resolve("none/x*.mp4"), "there is no such folder");
        touch("1.png", "clip.mp4");
        assertRefused(folder, "holds videos (1) and pictures (1)");
    }

    private static void assertRefused(Path path, String because) {
        assertThatThrownBy(() -> Input.of(path))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(because);
    }

    private void touch(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }
}
