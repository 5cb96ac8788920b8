package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompareTest {
    private static final String SAMPLE = "../../samples/big-buck-bunny-320x180.mp4";

    @TempDir
    Path folder;

    private Path clip;
    private Path worse;

    @BeforeEach
    void makeClips() throws IOException {
        clip = Y4m.write(folder.resolve("clip.y4m"), 64, 48, 6);
        worse = folder.resolve("worse.y4m");
        byte[] bytes = Files.readAllBytes(clip);
        int frame = bytes.length - 64 * 48; // chroma of the last frame, and the lower half of its luma
        Arrays.fill(bytes, frame, bytes.length, (byte) 128);
        Files.write(worse, bytes);
    }

    private CommandRun compare(Object... arguments) {
        return CommandRun.of(
                Stream.concat(Stream.of("compare"), Stream.of(arguments).map(Object::toString))
                        .toArray(String[]::new));
    }

    private static JsonObject metric(JsonObject object, String id) {
        return object.getAsJsonArray("metrics").asList().stream()
                .map(m -> m.getAsJsonObject())
                .filter(m -> m.get("id").getAsString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aVideoIsLikeItself() {
        CommandRun run = compare(SAMPLE, SAMPLE, "--metrics", "psnr,psnr-ffmpeg,ssim", "--json");

        assertThat(run.exit()).isZero();
        JsonObject object = run.json();
        assertThat(object.get("frames").getAsInt()).isEqualTo(96);
        assertThat(metric(object, "psnr").get("value").getAsDouble()).isEqualTo(80);
        assertThat(metric(object, "psnr-ffmpeg").get("value").getAsString()).isEqualTo("inf");
        assertThat(metric(object, "ssim").get("value").getAsDouble()).isEqualTo(1);
    }

    @Test
    void theObjectHasDefinitionsAndTheNumbersOfEachFrame() {
        CommandRun run = compare(clip, worse, "--metrics", "ssim,psnr", "--crop", "2", "--seed", "7", "--json");

        JsonObject object = run.json();
        assertThat(object.get("reference").getAsString()).isEqualTo("clip.y4m");
        assertThat(object.get("output").getAsString()).isEqualTo("worse.y4m");
        assertThat(object.get("crop").getAsInt()).isEqualTo(2);
        assertThat(object.get("seed").getAsInt()).isEqualTo(7);
        assertThat(object.getAsJsonArray("times").get(5).getAsDouble()).isEqualTo(0.2);
        JsonObject psnr = object.getAsJsonArray("metrics").get(1).getAsJsonObject();
        assertThat(psnr.get("definition").getAsString()).contains("MSE");
        assertThat(psnr.get("better").getAsString()).isEqualTo("higher");
        JsonArray frames = psnr.getAsJsonArray("per_frame");
        assertThat(frames).hasSize(6);
        assertThat(frames.get(0).getAsDouble()).isEqualTo(80);
        assertThat(frames.get(5).getAsDouble()).isLessThan(40);
        double sum = 0;
        for (JsonElement frame : frames) {
            sum += frame.getAsDouble();
        }
        assertThat(psnr.get("value").getAsDouble()).isCloseTo(sum / 6, within(1e-9));
    }

    @Test
    void aTableForPeopleAndProgressBesideIt() {
        CommandRun run = compare(clip, worse, "--metrics", "psnr,ssim");

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines()).hasSize(3).first().isEqualTo("worse.y4m against clip.y4m: 64x48, 6 frames");
        assertThat(run.out()).containsPattern("\n  psnr +\\d\\d\\.\\d+ +higher is better\n  ssim +0\\.\\d+ ");
        assertThat(run.err()).startsWith("stage=probe").contains("stage=compare");
        assertThat(compare(clip, worse, "--metrics", "psnr", "-q").err()).isEmpty();
    }

    @Test
    void whatIsNotAlikeIsRefusedOrAligned() throws Exception {
        Path smaller = Y4m.write(folder.resolve("smaller.y4m"), 32, 24, 6);
        Path shorter = Y4m.write(folder.resolve("shorter.y4m"), 64, 48, 5);

        for (Path other : List.of(smaller, shorter)) {
            CommandRun refused = compare(clip, other, "--metrics", "psnr", "-q");
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("clip.y4m", other.getFileName().toString(), "--align")
                    .hasLineCount(1);
            Path page = folder.resolve("r.html");
            CommandRun aligned = compare(clip, other, "--metrics", "psnr", "--align", "--report", page, "--json");
            assertThat(aligned.exit()).isZero();
            assertThat(aligned.json().getAsJsonArray("remarks")).isNotEmpty();
            assertThat(page).content().contains("id=\"remarks\"");
        }
    }

    @Test
    void aMissingFileIsNamedAndTheOthersGoOn() {
        CommandRun run = compare(clip, worse, "--metrics", "absent,psnr");

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains("absent    not computed: absent needs a network", "nobody-has-it", "https://example.org")
                .containsPattern("psnr +\\d\\d");
        CommandRun alone = compare(clip, worse, "--metrics", "absent", "--json");
        assertThat(alone.exit()).isEqualTo(2);
        assertThat(metric(alone.json(), "absent").get("problem").getAsString()).contains("nobody-has-it");
    }

    @Test
    void withoutAReferenceOnlyWhatNeedsNone() {
        JsonArray usual = compare(clip, "--json").json().getAsJsonArray("metrics");

        assertThat(usual).isNotEmpty().allSatisfy(metric -> {
            assertThat(metric.getAsJsonObject().get("reference").getAsBoolean()).isFalse();
            assertThat(metric.getAsJsonObject().has("value")).isTrue();
        });
        CommandRun asked = compare(clip, "--metrics", "psnr,sharpness");
        assertThat(asked.exit()).isZero();
        assertThat(asked.out()).contains("psnr       not computed: ").contains("reference");
    }

    @Test
    void aNameMayBeAnything() throws Exception {
        Path hostile = Files.copy(
                worse, folder.resolve("</title><script>alert(1)</script>\u001b[2J\n%s.y4m".replace("/", "\u2215")));
        Path page = folder.resolve("r & d's \"report\".html");

        CommandRun run = compare(clip, hostile, "--metrics", "psnr", "--report", page);

        assertThat(run.exit()).isZero();
        assertThat(run.out()).doesNotContain("\u001b").hasLineCount(3);
        assertThat(page).content().doesNotContain("<script>alert", "\u001b").contains("&lt;script&gt;alert(1)");
    }

    @ParameterizedTest
    @CsvSource({
        "none/r.html, there is no folder",
        "r.mp4, ends in .html",
        "page.html, is an input",
        "folder.html, is a folder"
    })
    void aReportThatCannotBeWrittenIsRefusedBeforeAllWork(String name, String because) throws Exception {
        Path video = Files.copy(clip, folder.resolve("page.html"));
        byte[] before = Files.readAllBytes(video);
        Files.createDirectory(folder.resolve("folder.html"));

        CommandRun run = compare(clip, video, "--report", folder.resolve(name));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).startsWith("vsr: ").contains(because).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(video).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"psnr,ssim,absent", "absent"})
    void theReportSaysWhatTheTableSays(String metrics) throws Exception {
        Path page = folder.resolve("r.html");

        compare(clip, worse, "--metrics", metrics, "--report", page);

        for (String id : metrics.split(",")) {
            assertThat(page).content().contains("id=\"metric-" + id + "\"");
        }
        assertThat(page)
                .content()
                .contains("Not computed. absent needs a network")
                .contains("class=\"divided\"");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void theWorstFramesMayBeChosenByAnotherMetric() {
        Path page = folder.resolve("r.html");

        CommandRun run = compare(clip, worse, "--metrics", "psnr,ssim", "--report", page, "--worst-by", "ssim");

        assertThat(run.exit()).isZero();
        assertThat(page).content().contains("By SSIM (Y), worst first");
        assertThat(compare(clip, worse, "--metrics", "psnr", "--report", page, "--worst-by", "ssim")
                        .err())
                .contains("--worst-by ssim is not measured; name one of psnr");
    }

    @Test
    void theCardsAreToldWithoutAVideo() {
        assertThat(compare("--list-metrics").out())
                .contains("psnr: PSNR (RGB), higher is better", "needs       DIR/nobody-has-it*, a network")
                .contains("ssim-ffmpeg: ");
        assertThat(compare("--list-metrics", "--metrics", "psnr-y", "--json")
                        .json()
                        .getAsJsonArray("metrics"))
                .hasSize(1);
    }
}
