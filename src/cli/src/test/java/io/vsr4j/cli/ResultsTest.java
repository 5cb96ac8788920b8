package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vsr4j.upscale.UpscaleReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private final UpscaleReport report = new UpscaleReport(
            Path.of("in.mp4"),
            Path.of("in_x4.mp4"),
            1280,
            720,
            96,
            36,
            2,
            1,
            "compact",
            4,
            BatchTest.RUN,
            true,
            "h264",
            12.0004,
            9,
            List.of("chapters are not kept in AVI"));

    @Test
    void linesSayEverythingThatAUserShouldKnow() {
        assertThat(Results.lines(report, true))
                .containsExactly(
                        "in_x4.mp4: 1280x720, 96 frames, h264, by compact x4 in 12.0 s (5.0 frames a second)",
                        "  36 frames were there from an earlier run",
                        "  chapters are not kept in AVI");
        assertThat(Results.lines(report, false)).hasSize(2);
    }

    @Test
    void jsonHoldsTheSame() {
        JsonObject json = Results.json(report);

        assertThat(json.keySet())
                .containsExactly(
                        "input",
                        "output",
                        "width",
                        "height",
                        "frames",
                        "reused",
                        "damaged",
                        "recomputed",
                        "model",
                        "scale",
                        "window",
                        "overlap",
                        "tile",
                        "colour",
                        "offload",
                        "codec",
                        "seconds",
                        "network_seconds",
                        "fps",
                        "notes");
        assertThat(json.get("recomputed").getAsInt()).isEqualTo(1);
        assertThat(json.get("window").getAsInt()).isEqualTo(25);
        assertThat(json.get("overlap").getAsInt()).isEqualTo(5);
        assertThat(json.get("tile").getAsInt()).isEqualTo(96);
        assertThat(json.get("colour").getAsString()).isEqualTo("adain");
        assertThat(json.get("offload").getAsBoolean()).isTrue();
        assertThat(json.get("seconds").getAsDouble()).isEqualTo(12);
        assertThat(json.get("fps").getAsDouble()).isEqualTo(5);
        assertThat(json.get("notes").getAsJsonArray()).hasSize(1);
    }
}
