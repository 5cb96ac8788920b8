package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest {
    @TempDir
    Path folder;

    @Test
    void aFileSystemWithoutExtendedAttributesIsRefused() throws Exception {
        LocalStore.requireAttributes(folder);
        assertThat(folder).isEmptyDirectory();
        try (FileSystem archive = FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            assertThatThrownBy(() -> LocalStore.requireAttributes(archive.getPath("/")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the data folder / is on a file system without extended attributes")
                    .hasMessageContaining("--data");
        }
    }
}
