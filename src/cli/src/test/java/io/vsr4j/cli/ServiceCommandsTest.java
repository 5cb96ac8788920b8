package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands of the service say when there is none, or when they are misused. */
class ServiceCommandsTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"jobs", "job " + ID, "job " + ID + " --cancel", "submit clip.mp4 --wait"})
    void withoutAServiceTheySayHowToGetOne(String line) {
        CommandRun run = CommandRun.of((line + " --data " + folder).split(" "));

        assertThat(run)
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "vsr: no service runs on the data folder " + folder + "; start one with 'vsr serve', or say"
                                + " with VSR_BUCKET which bucket of AWS to use\n"));
    }

    @Test
    void aServiceThatWasKilledIsNone() throws Exception {
        Process over = new ProcessBuilder("true").start();
        over.waitFor();
        Files.writeString(folder.resolve("service.json"), "{\"bucket\":\"b\",\"process\":\"" + over.pid() + "\"}");

        assertThat(CommandRun.of("jobs", "--data", folder.toString()).err()).startsWith("vsr: no service runs on");
    }

    @Test
    void aServiceFileThatIsNoneIsNamed() throws Exception {
        Files.writeString(folder.resolve("service.json"), "[");

        CommandRun run = CommandRun.of("jobs", "--data", folder.toString(), "--json");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).startsWith("vsr: " + folder.resolve("service.json") + " does not say");
        assertThat(run.json().get("error").getAsString())
                .isEqualTo(run.err().strip().substring("vsr: ".length()));
    }

    @Test
    void misuseIsRefused() {
        assertThat(CommandRun.of("job", ID, "--cancel", "--resume", "--data", folder.toString()))
                .isEqualTo(
                        new CommandRun(2, "", "vsr: --cancel and --resume exclude each other; try 'vsr job --help'\n"));
        assertThat(CommandRun.of("serve", "--port", "70000").err())
                .isEqualTo("vsr: --port must be in 0..65535, got 70000\n");
        assertThat(CommandRun.of("serve", "--workers", "-1").err())
                .isEqualTo("vsr: --workers must be in 0..256, got -1\n");
        assertThat(CommandRun.of("submit").err()).contains("Missing required parameter");
        assertThat(CommandRun.of("submit", "clip.mp4", "--set", "scale").exit()).isEqualTo(2);
    }
}
