package io.vsr4j.functions;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsNoDataFolder() throws Exception {
        Path file = Files.createFile(folder.resolve("clip.mp4"));
        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(NotDirectoryException.class)
                .hasMessage(file.toString());
    }
}
