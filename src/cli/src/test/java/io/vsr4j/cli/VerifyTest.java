package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
    private static final String FIXTURES = "../models/src/test/resources/fixtures";

    @TempDir
    Path folder;

    @Test
    void printsOneLineForEachCase() {
        CommandRun run = CommandRun.of("verify", FIXTURES, "--only", "wan_t2v");

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines())
                .hasSize(4)
                .first()
                .asString()
                .matches("pass  wan_t2v_a.io.safetensors case0.out.sample  \\S+ of 4.50e-05");
        assertThat(run.out()).endsWith("3 cases, 0 failed\n");
    }

    @Test
    void whatIsMissingOrUnknownFails() throws Exception {
        Files.writeString(folder.resolve("manifest.json"), """
                {"files": [{"file": "a.safetensors", "upstream": "x"}, {"file": "b.bin", "upstream": "nobody's network"}]}
                """);
        Files.writeString(folder.resolve("b.bin"), "b");
        Files.writeString(folder.resolve("c.safetensors"), "c");

        CommandRun run = CommandRun.of("verify", folder.toString(), "--json");

        assertThat(run.exit()).isEqualTo(1);
        JsonObject object = JsonParser.parseString(run.out()).getAsJsonObject();
        assertThat(object.get("failed").getAsInt()).isEqualTo(3);
        assertThat(object.getAsJsonArray("cases").asList())
                .extracting(c -> c.getAsJsonObject().get("remark").getAsString())
                .containsExactly("there is no such file", "not implemented: nobody's network", "not in manifest.json");
    }

    @Test
    void aFolderWithoutAManifestIsRefused() {
        CommandRun run = CommandRun.of("verify", folder.toString());

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("has no manifest.json").hasLineCount(1);
    }

    @Test
    void aNameThatNoFileHasIsRefused() {
        CommandRun run = CommandRun.of("verify", FIXTURES, "--only", "nothing");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("'nothing'").hasLineCount(1);
    }
}
