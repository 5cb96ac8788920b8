package io.vsr4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.degrade.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTreeTest {
    @TempDir
    private Path folder;

    @Test
    void numbersInARowOfOneSizeAreFramesAndAllElseArePhotos() throws IOException {
        DataFiles.frames(folder.resolve("frames"), 3, t -> Raster.of(16, 16));
        DataFiles.frames(folder.resolve("sizes"), 3, t -> Raster.of(16, 16 + t));
        DataFiles.frames(folder.resolve("photos"), 3, t -> Raster.of(16, 16));
        DataFiles.frames(folder.resolve("gaps"), 3, t -> Raster.of(16, 16));
        Files.delete(folder.resolve("gaps/00001.png"));
        DataFiles.png(folder.resolve("named/sea.png"), Raster.of(16, 16));
        DataFiles.png(folder.resolve("named/hill.png"), Raster.of(16, 16));

        assertThat(DataTree.read(folder))
                .extracting(f -> f.getClass().getSimpleName() + " " + f.name())
                .containsExactlyInAnyOrder(
                        "Recording frames",
                        "Photo sizes/00000.png",
                        "Photo sizes/00001.png",
                        "Photo sizes/00002.png",
                        "Photo photos/00000.png",
                        "Photo photos/00001.png",
                        "Photo photos/00002.png",
                        "Photo gaps/00000.png",
                        "Photo gaps/00002.png",
                        "Photo named/sea.png",
                        "Photo named/hill.png");
    }

    @Test
    void linksThatLeadBackAreFollowedOnce() throws IOException {
        DataFiles.png(folder.resolve("a/sea.png"), Raster.of(16, 16));
        Files.createSymbolicLink(folder.resolve("a/back"), folder);
        Files.createSymbolicLink(folder.resolve("z"), folder.resolve("a"));

        assertThat(DataTree.read(folder)).extracting(Footage::name).containsExactly("a/sea.png");
    }

    /** Ten links to the folder that they are in would be looked through ten million times, eight folders deep. */
    @Test
    void linksThatLeadBackWithinASideAreFollowedOnce() throws IOException {
        DataFiles.frames(folder.resolve("set/GT/one"), 2, t -> Raster.of(8, 8));
        for (int i = 0; i < 10; i++) {
            Files.createSymbolicLink(folder.resolve("set/GT/back" + i), folder.resolve("set/GT"));
        }
        assertThat(DataTree.read(folder)).extracting(Footage::name).containsExactly("set/GT/one");
    }

    @Test
    void sidesArePairedByNameVideosWithFoldersToo() throws IOException {
        Files.createDirectories(folder.resolve("REDS/GT/day"));
        Files.createDirectories(folder.resolve("REDS/LQ/day"));
        Files.write(folder.resolve("REDS/GT/day/one.mkv"), new byte[1]);
        DataFiles.frames(folder.resolve("REDS/LQ/day/one"), 2, t -> Raster.of(8, 8));
        DataFiles.frames(folder.resolve("scene/GT"), 2, t -> Raster.of(8, 8));
        DataFiles.frames(folder.resolve("scene/TEACHER"), 2, t -> Raster.of(8, 8));

        assertThat(DataTree.read(folder))
                .containsExactlyInAnyOrder(
                        new Recording(
                                "REDS/GT/day/one.mkv",
                                folder.resolve("REDS/GT/day/one.mkv"),
                                folder.resolve("REDS/LQ/day/one"),
                                null),
                        new Recording("scene/GT", folder.resolve("scene/GT"), null, folder.resolve("scene/TEACHER")));
    }
}
