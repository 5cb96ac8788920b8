package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vsr4j.media.Codec;
import io.vsr4j.models.ModelRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteTest {
    @TempDir
    Path folder;

    @Test
    void writesTheRoutingOfClips() throws Exception {
        Path weights = folder.resolve("oasis");
        ModelRegistry.folders("oasis").tiny(weights, 3);
        Path clip = folder.resolve("clip.mkv");
        new SyntheticVideo(38, 26, 7).writeTo(clip, Codec.FFV1);
        String before = Files.readString(weights.resolve("routing.json"));

        CommandRun run =
                CommandRun.of("route", clip.toString(), "--weights", weights.toString(), "--rho", "1", "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).contains("clip 1 of 1", "(5, 3, 24, 36)");
        JsonObject object = run.json();
        assertThat(object.get("global").getAsInt()).isEqualTo(6);
        assertThat(object.get("window").getAsInt()).isZero();
        assertThat(object.get("agreement").getAsDouble()).isEqualTo(1);
        assertThat(Files.readString(weights.resolve("routing.json")))
                .isNotEqualTo(before)
                .contains("\"ggg\"");
    }

    @Test
    void givesAllHeadsOnePattern() throws Exception {
        Path weights = folder.resolve("oasis");
        ModelRegistry.folders("oasis").tiny(weights, 3);

        CommandRun run = CommandRun.of("route", "--all", "window", "--weights", weights.toString());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("0 heads global, 0 intra-frame, 6 window")
                .hasLineCount(1);
        assertThat(CommandRun.of("route", "--all", "local", "--weights", weights.toString())
                        .err())
                .contains("--all must be global, intra or window, got 'local'");
        assertThat(CommandRun.of("route", "--all", "intra", "a.mp4", "--weights", weights.toString())
                        .err())
                .contains("these exclude each other");
        assertThat(CommandRun.of("route", "--weights", weights.toString()).err())
                .contains("one is needed");
    }

    @Test
    void refusesWhatIsNoShare() {
        CommandRun run = CommandRun.of("route", "a.mp4", "--weights", folder.toString(), "--rho", "1.5");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--rho must be in 0..1, got 1.5");
    }
}
