package io.vsr4j.quality.maniqa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.vsr4j.quality.Clip;
import io.vsr4j.quality.Fixture;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MetricWeights;
import io.vsr4j.quality.Metrics;
import io.vsr4j.quality.Score;
import io.vsr4j.quality.WrongFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole metric, with tiny networks. */
class ManiqaMetricTest {
    private static final String FILE = "ckpt_koniq10k.safetensors";

    @TempDir
    Path folder;

    private ManiqaMetric metric(String fixture) throws IOException {
        Fixture tiny = Fixture.of(fixture);
        Files.copy(tiny.weights(), folder.resolve(FILE));
        UniformCrops crops = new UniformCrops(
                tiny.config().number("test_sample"), tiny.config().number("crop_size"));
        return new ManiqaMetric("maniqa", "MANIQA", "ckpt_koniq10k", "its authors", tiny.config(), crops);
    }

    @ParameterizedTest
    @CsvSource({"maniqa_a,case0,249,226", "maniqa_b,case0,70,97", "maniqa_b,case1,64,64", "maniqa_b,case2,83,45"})
    void scoresFramesAsTheReference(String fixture, String name, int width, int height) throws IOException {
        float[] picture = Fixture.of(fixture).read(name + ".in.u8_hwc", u8 -> u8.toType(DataType.FLOAT32, false)
                .transpose(2, 0, 1)
                .div(255)
                .toFloatArray());
        double expected = Fixture.of(fixture).read(name + ".out.score", NDArray::getFloat);
        Score score = Clip.of(picture, width, height, 1).measure(metric(fixture), folder, 1);
        assertThat(score.value()).isEqualTo(expected, within(2e-5)).isEqualTo(score.frames()[0]);
    }

    @Test
    void namesTheFileAndTheCrops() throws IOException {
        ManiqaMetric metric = metric("maniqa_b");
        try (Meter meter = metric.open(Clip.noise(70, 70, 1).setting(folder, 1))) {
            assertThat(meter.remarks()).singleElement().asString().contains(FILE, "20 crops");
        }
        assertThat(metric.card().crop()).contains("20 crops of 64x64");
    }

    @Test
    void runsOnlyWhenAskedFor() throws IOException {
        Files.createFile(folder.resolve("ckpt_koniq10k.pt"));
        Files.createFile(folder.resolve("musiq_koniq.pth"));
        MetricWeights weights = new MetricWeights(Optional.of(folder));
        assertThat(Metrics.usual(false, weights))
                .extracting(metric -> metric.card().id())
                .contains("musiq")
                .doesNotContain("maniqa");
        assertThat(Metrics.of(List.of("maniqa"))).containsExactly(ManiqaMetric.KONIQ);
    }

    @Test
    void refusesWrongFiles() throws IOException {
        WrongFiles files = new WrongFiles(metric("maniqa_b"), folder, FILE);
        files.damaged(Fixture.of("maniqa_b").weights());
        files.other(Fixture.of("musiq_a").weights(), "vit.");
        files.other(Fixture.of("maniqa_a").weights(), "vit.");
        files.missing("its authors");
    }
}
