package io.vsr4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.training.run.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static Settings settings(String name, String value) {
        Recipe recipe = Recipes.named("compact-stage1");
        return Recipes.settings(recipe, Map.of(name, value));
    }

    /** Cut to 32 bits the first would be 0, and no checkpoint would be kept. */
    @ParameterizedTest
    @CsvSource({
        "keep,4294967296",
        "keep,1",
        "accumulation,4294967297",
        "accumulation,0",
        "data-threads,4294967298",
        "data-ahead,-1",
        "data-ahead,2.5",
        "steps,0",
        "divergence,NaN"
    })
    void numbersThatMakeNoSenseAreRefused(String name, String value) {
        assertThatThrownBy(() -> RunSettings.of(settings(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("setting " + name + " of recipe compact-stage1 must be")
                .hasMessageContaining("got '" + value + "'");
    }

    @Test
    void rulesAreWrittenAsUsersWriteNumbers() {
        assertThatThrownBy(() -> settings("beta1", "1").number("beta1", 0, Math.nextDown(1.0)))
                .hasMessageContaining("from 0 to below 1, got '1'");
        assertThatThrownBy(() -> settings("divergence", "-1").number("divergence", 0, 1e6))
                .hasMessageContaining("from 0 to 1000000, got '-1'");
        assertThatThrownBy(() -> settings("learning-rate", "2").number("learning-rate", 1e-3, 0.5))
                .hasMessageContaining("from 0.001 to 0.5");
        assertThatThrownBy(() -> settings("precision", "half").choice("precision", Precision.class))
                .hasMessageContaining("one of auto, f32, bf16, got 'half'");
    }

    @Test
    void aFolderOfDataIsAnotherWhenAFileIs(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("clip.y4m"), "one");
        Settings settings = settings("data", folder.toString());
        String names = DataFolders.of(settings).names();
        String states = DataFolders.of(settings).states();
        assertThat(DataFolders.of(settings).states()).isEqualTo(states);

        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        assertThat(DataFolders.of(settings).names()).isEqualTo(names);
        assertThat(DataFolders.of(settings).states()).isNotEqualTo(states);

        Files.writeString(file, "three");
        assertThat(DataFolders.of(settings).names()).isNotEqualTo(names);
    }

    @Test
    void whatHoldsIsRead() {
        assertThat(RunSettings.of(settings("keep", "2147483647")).keep()).isEqualTo(Integer.MAX_VALUE);
    }
}
