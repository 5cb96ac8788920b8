package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.vsr4j.media.MediaException;
import io.vsr4j.models.ColourMatch;
import io.vsr4j.upscale.UpscalePlan;
import io.vsr4j.upscale.UpscaleReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {
    static final UpscalePlan.Run RUN = new UpscalePlan.Run("cpu", 2, 25, 5, 1, List.of(0), 96, 24, ColourMatch.ADAIN);

    @TempDir
    Path folder;

    private final List<Path> tried = new ArrayList<>();

    @Test
    void aVideoThatFailsDoesNotStopTheOthers() {
        List<Path> failed = new ArrayList<>();

        Batch.Outcome outcome = batch("good.mp4", "bad.mp4", "full.mp4", "fine.mp4")
                .run(report -> {}, (video, failure) -> failed.add(video));

        assertThat(tried).hasSize(4);
        assertThat(outcome.reports()).extracting(UpscaleReport::input).containsExactly(in("good.mp4"), in("fine.mp4"));
        assertThat(failed).containsExactly(in("bad.mp4"), in("full.mp4"));
        assertThat(outcome.line()).isEqualTo("2 done, 0 skipped, 2 failed");
        assertThat(outcome.exit()).isEqualTo(1);
    }

    @Test
    void exitStatusIsTwoIfAllThatFailedWasRefused() {
        assertThat(batch("bad.mp4", "good.mp4").run(r -> {}, (v, f) -> {}).exit())
                .isEqualTo(2);
        assertThat(batch("good.mp4").run(r -> {}, (v, f) -> {}).exit()).isZero();
    }

    @Test
    void whatWasThereCompleteIsSkippedAndNotReportedAgain() throws IOException {
        Files.createFile(out(in("done.mp4")));

        Batch.Outcome outcome = batch("done.mp4", "fine.mp4").run(r -> {}, (v, f) -> {});

        assertThat(outcome.skipped()).containsExactly(out(in("done.mp4")));
        assertThat(outcome.reports()).extracting(UpscaleReport::input).containsExactly(in("fine.mp4"));
    }

    @Test
    void twoVideosNeverShareAnOutput() {
        List<Failure> failed = new ArrayList<>();

        new Batch(List.of(in("a.wmv"), in("a.mkv")), video -> in("a_x4.mkv"), (from, to, nth) -> report(from, to, 0))
                .run(report -> {}, (video, failure) -> failed.add(failure));

        assertThat(failed).singleElement().satisfies(f -> {
            assertThat(f.exit()).isEqualTo(2);
            assertThat(f.line()).contains("a.mkv: would become", "as " + in("a.wmv") + " has");
        });
    }

    @Test
    void aStopEndsAll() {
        assertThatThrownBy(() -> batch("good.mp4", "stop.mp4", "fine.mp4").run(r -> {}, (v, f) -> {}))
                .isInstanceOf(CancellationException.class);
        assertThat(tried).doesNotContain(in("fine.mp4"));
    }

    @Test
    void jsonHoldsAllThree() throws IOException {
        Files.createFile(out(in("done.mp4")));

        JsonObject json = batch("good.mp4", "bad.mp4", "done.mp4")
                .run(r -> {}, (v, f) -> {})
                .json();

        assertThat(json.getAsJsonArray("results")).hasSize(1);
        assertThat(json.getAsJsonArray("skipped").get(0).getAsString())
                .isEqualTo(out(in("done.mp4")).toString());
        JsonObject failure = json.getAsJsonArray("failures").get(0).getAsJsonObject();
        assertThat(failure.get("error").getAsString()).isEqualTo("not a video");
        assertThat(failure.get("exit").getAsInt()).isEqualTo(2);
        assertThat(json.get("exit").getAsInt()).isEqualTo(2);
    }

    private Batch batch(String... names) {
        List<Path> videos = List.of(names).stream().map(this::in).toList();
        return new Batch(videos, this::out, (from, to, nth) -> {
            tried.add(from);
            switch (from.getFileName().toString()) {
                case "bad.mp4" -> throw new MediaException("not a video");
                case "full.mp4" -> throw new IOException("No space left on device");
                case "stop.mp4" -> throw new CancellationException();
                default -> {}
            }
            int reused = from.endsWith("done.mp4") ? 96 : 0;
            return report(from, to, reused);
        });
    }

    private static UpscaleReport report(Path from, Path to, int reused) {
        return new UpscaleReport(
                from, to, 1280, 720, 96, reused, 0, 0, "compact", 4, RUN, false, "h264", 2, 1, List.of());
    }

    private Path in(String name) {
        return folder.resolve(name);
    }

    private Path out(Path in) {
        return in.resolveSibling("out-" + in.getFileName());
    }
}
