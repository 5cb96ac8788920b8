package io.vsr4j.quality.musiq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.vsr4j.quality.Clip;
import io.vsr4j.quality.Fixture;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.Score;
import io.vsr4j.quality.WrongFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole metric, with tiny networks. */
class MusiqMetricTest {
    @TempDir
    Path folder;

    private MusiqMetric metric(String fixture) throws IOException {
        Fixture tiny = Fixture.of(fixture);
        Files.copy(tiny.weights(), folder.resolve("musiq_koniq_tiny.safetensors"));
        return new MusiqMetric("musiq", "MUSIQ", "musiq_koniq", "", tiny.config());
    }

    @ParameterizedTest
    @CsvSource({"musiq_a,case0,35,21", "musiq_a,case2,64,17", "musiq_b,case0,90,60", "musiq_b,case1,20,33"})
    void scoresFramesAsTheReference(String fixture, String name, int width, int height) throws IOException {
        float[] picture = Fixture.of(fixture).read(name + ".in.x", NDArray::toFloatArray);
        double expected = Fixture.of(fixture).read(name + ".out.score", NDArray::getFloat);
        Score score = Clip.of(picture, width, height, 2).measure(metric(fixture), folder, 1);
        assertThat(score.frames()).hasSize(2);
        assertThat(score.frames()[0]).isEqualTo(expected, within(1e-4)).isEqualTo(score.frames()[1]);
        assertThat(score.value()).isEqualTo(expected, within(1e-4));
    }

    @Test
    void theScoreIsTheMeanOverFrames() throws IOException {
        Score score = Clip.noise(40, 30, 3).measure(metric("musiq_a"), folder, 1);
        assertThat(score.frames()).hasSize(3).doesNotHaveDuplicates();
        assertThat(score.value())
                .isEqualTo((score.frames()[0] + score.frames()[1] + score.frames()[2]) / 3, within(1e-12));
    }

    @Test
    void namesTheFileThatItUsed() throws IOException {
        try (Meter meter = metric("musiq_a").open(Clip.noise(40, 30, 1).setting(folder, 1))) {
            assertThat(meter.remarks()).singleElement().asString().contains("musiq_koniq_tiny.safetensors");
        }
    }

    @Test
    void refusesFramesOfWhichNothingWouldBeLeft() throws IOException {
        MusiqMetric metric = metric("musiq_a");
        assertThatThrownBy(() -> metric.open(Clip.noise(1000, 20, 1).setting(folder, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("1000x20", "16");
    }

    @Test
    void refusesWrongFiles() throws IOException {
        MusiqMetric metric = metric("musiq_a");
        WrongFiles files = new WrongFiles(metric, folder, "musiq_koniq_tiny.safetensors");
        files.damaged(Fixture.of("musiq_a").weights());
        files.other(Fixture.of("maniqa_a").weights(), "conv_root.weight");
        // Trained on scores from 1 to 10.
        files.other(Fixture.of("musiq_b").weights(), "embedding.weight");
        files.missing("IQA-PyTorch-Weights");
    }

    @Test
    void eachPublishedFileIsAMetricOfItsOwn() {
        List<Metric> all = List.of(MusiqMetric.KONIQ, MusiqMetric.SPAQ, MusiqMetric.PAQ2PIQ, MusiqMetric.AVA);
        assertThat(all.stream().map(metric -> metric.card().id())).doesNotHaveDuplicates();
        assertThat(all.stream().map(metric -> metric.card().weights().get(0).name()))
                .containsExactly("musiq_koniq", "musiq_spaq", "musiq_paq2piq", "musiq_ava");
        assertThat(all).allSatisfy(metric -> assertThat(metric.card().licence()).contains("Noncommercial"));
    }
}
