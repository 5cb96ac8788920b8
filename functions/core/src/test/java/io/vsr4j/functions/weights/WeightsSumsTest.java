package io.vsr4j.functions.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.tensor.CheckpointException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsSumsTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @Test
    void aListAsSha256sumWritesItIsRead() {
        String text =
                HASH + "  model_index.json\n" + HASH.toUpperCase() + " *unet/model-00001-of-00002.safetensors\n\n";
        assertThat(WeightsSums.parse("list", text))
                .containsOnlyKeys("model_index.json", "unet/model-00001-of-00002.safetensors")
                .containsEntry("unet/model-00001-of-00002.safetensors", HASH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "unet/../../evil",
                "/etc/passwd",
                "..",
                ".",
                "./config.json",
                ".ssh/authorized_keys",
                "unet/.hidden",
                "unet//config.json",
                "unet/",
                "C:\\evil",
                "unet\\config.json",
                "a\tb",
                "a b",
                "\u001b[2J",
                "ümlaut",
                "SHA256SUMS"
            })
    void aNameThatIsNoFileOfAWeightsFolderIsRefused(String name) {
        assertThatThrownBy(() -> WeightsSums.parse("s3://models/a/SHA256SUMS", HASH + "  " + name + "\n"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("s3://models/a/SHA256SUMS names '")
                .message()
                .doesNotContain("\u001b");
    }

    @Test
    void aListThatContradictsItselfIsRefused() {
        assertRefused(HASH + "  a\n" + HASH + "  a\n", "names 'a' twice");
        assertRefused(HASH + "  a\n" + HASH + "  a/b\n", "names 'a' as a file and as a folder");
        assertRefused("", "is empty");
        assertRefused("<Error><Code>AccessDenied</Code></Error>", "is no list as sha256sum writes it");
        assertRefused(HASH + "  " + "a/".repeat(16) + "b\n", "which is no file of a weights folder");
        assertRefused(HASH + "  " + "a".repeat(201) + "\n", "which is no file of a weights folder");
    }

    private static void assertRefused(String text, String rule) {
        assertThatThrownBy(() -> WeightsSums.parse("list", text))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(rule);
    }
}
