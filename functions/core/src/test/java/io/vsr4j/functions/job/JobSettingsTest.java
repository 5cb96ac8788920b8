package io.vsr4j.functions.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.Limits;
import io.vsr4j.models.ColourMatch;
import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.UpscaleSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be asked for one video. */
class JobSettingsTest {
    private static final FunctionsConfig CONFIG = new FunctionsConfig(
            "b",
            "vsr-",
            List.of("normal"),
            Duration.ofSeconds(60),
            10,
            Duration.ofSeconds(30),
            Duration.ofSeconds(300),
            Path.of("tmp"),
            "cpu",
            false,
            Map.of("compact", Path.of("weights")),
            Map.of(),
            Map.of(),
            "w",
            false,
            Duration.ofSeconds(2),
            Limits.DEFAULT);

    private static UpscaleSettings settings(String... namesAndValues) {
        JobSettings settings = JobSettings.of();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings = JobSettings.of(settings.values(), Map.of(namesAndValues[i], namesAndValues[i + 1]));
        }
        return settings.toUpscale(CONFIG);
    }

    @Test
    void everyNameIsUnderstood() {
        UpscaleSettings all = settings(
                "model",
                "compact",
                "scale",
                "2",
                "height",
                "720",
                "codec",
                "ffv1",
                "preset",
                "fast",
                "crf",
                "12",
                "pix-fmt",
                "yuv420p",
                "container",
                "mkv",
                "dtype",
                "f32",
                "threads",
                "3",
                "memory",
                "1.5",
                "window",
                "9",
                "overlap",
                "4",
                "tile",
                "64",
                "chunk-frames",
                "40",
                "colour",
                "adain",
                "seed",
                "77",
                "prompt",
                "a cat",
                "from",
                "1.5",
                "to",
                "2",
                "queue",
                "normal");
        assertThat(all.network().model()).isEqualTo("compact");
        assertThat(all.network().weights()).contains(Path.of("weights"));
        assertThat(all.network().scale()).hasValue(2);
        assertThat(all.network().dtype()).isEqualTo("f32");
        assertThat(all.network().threads()).hasValue(3);
        assertThat(all.network().memory()).hasValue(1.5);
        assertThat(all.network().seed()).isEqualTo(77);
        assertThat(all.network().prompt()).contains("a cat");
        assertThat(all.grid().window()).hasValue(9);
        assertThat(all.grid().overlap()).hasValue(4);
        assertThat(all.grid().tile()).hasValue(64);
        assertThat(all.grid().chunkFrames()).hasValue(40);
        assertThat(all.grid().colour()).contains(ColourMatch.of("adain"));
        assertThat(all.output().height()).hasValue(720);
        assertThat(all.output().codec()).contains("ffv1");
        assertThat(all.output().preset()).contains("fast");
        assertThat(all.output().crf()).hasValue(12);
        assertThat(all.output().pixelFormat()).contains("yuv420p");
        assertThat(all.part().from()).hasValue(1_500_000);
        assertThat(all.part().to()).hasValue(2_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "scale,two",
        "scale,2.0",
        "scale,3000000000",
        "height,",
        "crf,x",
        "threads,''",
        "memory,lots",
        "window,1e3",
        "overlap,0x4",
        "tile,-",
        "chunk-frames,99999999999999999999",
        "seed,1.5",
        "from,-1",
        "to,NaN",
        "to,1e12",
        "colour,bright",
    })
    void aValueOfAnotherKindIsRefusedByName(String name, String value) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> settings(name, value == null ? "" : value))
                .withMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"modell", "device", "offload", "weights", "overwrite", ""})
    void anUnknownNameIsRefusedAndTheKnownOnesAreListed(String name) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> settings(name, "1"))
                .withMessageContaining("'" + name + "'")
                .withMessageContaining("chunk-frames");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "1",
                "{",
                "{\"a\":{}}",
                "{\"a\":null}",
                "{\"a\":[1,2]}",
                "{\"a\":[1]}",
                "{} {}",
                "\"x\""
            })
    void aSideCarThatIsNoPlainObjectIsRefused(String json) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> JobSettings.sideCar("clip.json", json))
                .withMessageContaining("clip.json");
    }

    @Test
    void aSideCarThatIsNestedWithoutEndIsRefused() {
        String deep = "{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> JobSettings.sideCar("clip.json", deep))
                .withMessageContaining("clip.json must be one JSON object");
    }

    @Test
    void laterLayersWinAndNamesAreOneHoweverTheyAreWritten() {
        JobSettings settings = JobSettings.of(
                Map.of("model", "bicubic", "Chunk_Frames", "3"),
                JobSettings.sideCar("s", "{\"chunk-frames\": 4, \"scale\": 2}"),
                JobSettings.metadata(Map.of("VSR-Scale", " 4 ", "other", "x")));
        assertThat(settings.values()).isEqualTo(Map.of("model", "bicubic", "chunk-frames", "4", "scale", "4"));
    }

    @Test
    void theIdFollowsFromContentsAndSettings() {
        JobSource source = new JobSource("b", "k", 1, "\"e\"", null);
        String id = JobSettings.of(Map.of("a", "1", "b", "2")).jobId(source);
        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(JobSettings.of(Map.of("b", "2", "a", "1")).jobId(source)).isEqualTo(id);
        assertThat(JobSettings.of(Map.of("a", "1")).jobId(source)).isNotEqualTo(id);
        assertThat(JobSettings.of(Map.of("a", "1", "b", "2")).jobId(new JobSource("b", "k", 1, "\"f\"", null)))
                .isNotEqualTo(id);
        assertThat(JobSettings.of(Map.of("a", "1", "b", "2")).jobId(new JobSource("b", "k", 1, "\"e\"", "v1")))
                .isNotEqualTo(id);
    }

    @Test
    void whatIsNullIsNoValue() {
        Map<String, String> settings = new HashMap<>();
        settings.put("scale", null);
        assertThatThrownBy(() -> JobSettings.of(settings))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("'scale' is null");
    }
}
