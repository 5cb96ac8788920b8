package io.vsr4j.functions.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
    /** Of "abc" and "", as in the definition of SHA-256. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void aKeyTellsItsUser() {
        ApiKeys keys = ApiKeys.of("ann:" + ABC + ", ops:" + NOTHING + ":operator");

        assertThat(keys.user("abc")).hasValue(new ApiKeys.User("ann", ABC, false));
        assertThat(keys.user("")).hasValue(new ApiKeys.User("ops", NOTHING, true));
        assertThat(keys.user("abd")).isEmpty();
        assertThat(keys.user(ABC)).isEmpty();
        assertThat(ApiKeys.of("").users()).isEmpty();
    }

    @Test
    void aFileMayHoldThem(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "# team\r\nann:" + ABC + "\n\n");

        assertThat(ApiKeys.of("@" + file).user("abc")).isPresent();
        assertThatThrownBy(() -> ApiKeys.of("@" + folder.resolve("other")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "ann:secret", ":" + ABC, "a b:" + ABC, "ann:" + ABC + ":root", "ann:" + ABC + "0"})
    void whatIsNoEntryIsRefusedAndNotShown(String entry) {
        assertThatThrownBy(() -> ApiKeys.of("first:" + ABC + "," + entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("entry 2")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining(ABC);
    }
}
