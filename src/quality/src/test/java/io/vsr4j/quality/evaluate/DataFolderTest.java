package io.vsr4j.quality.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFolderTest {
    @TempDir
    Path data;

    @Test
    void videosOfBothSidesArePairedByTheirNames() throws IOException {
        files("gt/b.mkv", "gt/a.mp4", "lq/a.avi", "lq/b.mkv", "gt/readme.txt", "gt/.hidden.mp4");

        DataSet set = only();

        assertThat(set.name()).isEqualTo(data.getFileName().toString());
        assertThat(set.clips())
                .containsExactly(
                        new DataClip("a", path("gt/a.mp4"), path("lq/a.avi"), ""),
                        new DataClip("b", path("gt/b.mkv"), path("lq/b.mkv"), ""));
    }

    @Test
    void foldersOfPicturesAreClips() throws IOException {
        files("GT/000/0.png", "GT/011/0.png", "LQ/000/0.png", "LQ/011/0.jpg");

        assertThat(only().clips())
                .containsExactly(
                        new DataClip("000", path("GT/000"), path("LQ/000"), ""),
                        new DataClip("011", path("GT/011"), path("LQ/011"), ""));
    }

    @ParameterizedTest
    @CsvSource({"GT, BDx4", "HR, LR", "gt_test, lq_test", "sharp, sharp_bicubic", "HQ, Input", "GT-Video, LQ-Video"})
    void sidesMayBearTheNamesOfThePublishedSets(String reference, String input) throws IOException {
        files(reference + "/a.mp4", input + "/a.mp4");

        assertThat(only().clips())
                .containsExactly(new DataClip("a", path(reference + "/a.mp4"), path(input + "/a.mp4"), ""));
    }

    @Test
    void picturesGoBeforeTheSameClipsAsVideos() throws IOException {
        files("GT/a/0.png", "LQ/a/0.png", "GT-Video/a.mkv", "LQ-Video/a.mkv");

        assertThat(only().clips()).containsExactly(new DataClip("a", path("GT/a"), path("LQ/a"), ""));
    }

    @Test
    void bothSidesOfAClipMayLieTogether() throws IOException {
        files("car/truth/0.png", "car/input4/0.png", "hall/truth/0.png", "hall/input4/0.png");

        DataSet set = only();

        assertThat(set.clips())
                .containsExactly(
                        new DataClip("car", path("car/truth"), path("car/input4"), ""),
                        new DataClip("hall", path("hall/truth"), path("hall/input4"), ""));
    }

    @Test
    void clipsMayLieDeeper() throws IOException {
        files("GT/animal/1.mp4", "GT/flower/1.mp4", "LQ/animal/1.mp4", "LQ/flower/1.mp4");

        assertThat(only().clips()).extracting(DataClip::name).containsExactly("animal/1", "flower/1");
    }

    @Test
    void withoutInputsThereAreReferencesAlone() throws IOException {
        files("GT/a.mp4");

        DataSet set = only();

        assertThat(set.clips()).containsExactly(new DataClip("a", path("GT/a.mp4"), Optional.empty(), ""));
        assertThat(set.lacksInputs()).isTrue();
        assertThat(set.hasReferences()).isTrue();
    }

    @Test
    void withoutSidesClipsAreReferences() throws IOException {
        files("a.mp4", "b/0.png");

        assertThat(only().clips())
                .containsExactly(
                        new DataClip("a", path("a.mp4"), Optional.empty(), ""),
                        new DataClip("b", path("b"), Optional.empty(), ""));
    }

    @Test
    void videoLqHasInputsAlone() throws IOException {
        files("VideoLQ/000/0.png", "Wild/LQ/a.mp4");

        List<DataSet> sets = read();

        assertThat(sets).extracting(DataSet::hasReferences).containsExactly(false, false);
        assertThat(sets.get(0).clips()).containsExactly(new DataClip("000", Optional.empty(), path("VideoLQ/000"), ""));
        assertThat(sets.get(1).clips()).containsExactly(new DataClip("a", Optional.empty(), path("Wild/LQ/a.mp4"), ""));
    }

    @Test
    void aFolderMayHoldSeveralSets() throws IOException {
        files("UDM10/GT/000/0.png", "UDM10/LQ/000/0.png", "REDS4/000/0.png", "mine/GT/a.mp4", "empty/notes.txt");

        List<DataSet> sets = read();

        assertThat(sets).extracting(DataSet::name).containsExactly("REDS4", "UDM10", "mine");
        assertThat(sets)
                .extracting(DataSet::known)
                .containsExactly(Optional.of(KnownSet.REDS4), Optional.of(KnownSet.UDM10), Optional.empty());
    }

    @Test
    void aClipWithoutPartnerIsSaidToHaveNone() throws IOException {
        files("GT/a.mp4", "GT/b.mp4", "LQ/b.mp4", "LQ/c.mp4");

        assertThat(only().clips())
                .extracting(DataClip::name, DataClip::problem)
                .containsExactly(
                        tuple("a", "has a reference and no input of the same name"),
                        tuple("b", ""),
                        tuple("c", "has an input and no reference of the same name"));
    }

    @Test
    void aNameThatStandsForTwoClipsIsRefused() throws IOException {
        files("GT/a.mp4", "GT/a.mkv", "LQ/a.mp4");

        assertThat(only().clips()).singleElement().satisfies(clip -> assertThat(clip.problem())
                .contains("more than once", "a.mkv", "a.mp4"));
    }

    @Test
    void namesMayHoldAnything() throws IOException {
        String name = "=a|b <script>\"x\",\n%05d ?*";
        files("GT/" + name + ".mp4", "LQ/" + name + "/0.png");

        assertThat(only().clips())
                .containsExactly(new DataClip(name, path("GT/" + name + ".mp4"), path("LQ/" + name), ""));
    }

    @ParameterizedTest
    @CsvSource({"reds4, REDS4", "YouHQ40-Test, YOUHQ40", "SPMCS_30, SPMCS", "Real-VSR, REALVSR", "mvsr4x, MVSR4X"})
    void setsAreKnownHoweverTheyAreWritten(String name, KnownSet set) {
        assertThat(KnownSet.of(name)).contains(set);
    }

    @Test
    void whatIsNoDataIsRefused() throws IOException {
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("holds no clips");
        assertThatThrownBy(() -> new DataFolder(DataFolderTest::isVideo).read(data.resolve("none")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no such folder");
    }

    private DataSet only() throws IOException {
        List<DataSet> sets = read();
        assertThat(sets).hasSize(1);
        return sets.get(0);
    }

    private List<DataSet> read() throws IOException {
        return new DataFolder(DataFolderTest::isVideo).read(data);
    }

    static boolean isVideo(Path file) {
        return file.toString().matches("(?s).*\\.(mp4|mkv|avi)");
    }

    private Optional<Path> path(String name) {
        return Optional.of(data.resolve(name));
    }

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = data.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }
}
