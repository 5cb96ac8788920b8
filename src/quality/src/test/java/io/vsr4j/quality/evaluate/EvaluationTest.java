package io.vsr4j.quality.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vsr4j.models.WeightsPart;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricWeights;
import io.vsr4j.quality.Metrics;
import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.UpscaleSettings;
import io.vsr4j.upscale.UpscaleSettings.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    @TempDir
    Path folder;

    private final List<String> began = new ArrayList<>();
    private List<String> models = List.of("bicubic", "lanczos");
    private List<Metric> metrics = Metrics.of(List.of("psnr", "ssim"));
    private OptionalInt scale = OptionalInt.empty();
    private String degrade = "bicubic";
    private boolean fresh;

    @Test
    void eachModelMeetsEachClipAndTheTableHoldsTheirMeans() throws IOException {
        twoClips();

        EvaluationReport report = run();

        assertThat(began).containsExactly("bicubic a", "bicubic b", "lanczos a", "lanczos b");
        assertThat(report.failures()).isEmpty();
        List<Map<String, String>> rows = CsvRows.of(Files.readString(folder.resolve("out/table.csv")));
        for (String model : models) {
            List<Map<String, String>> mine =
                    rows.stream().filter(r -> r.get("model").equals(model)).toList();
            assertThat(mine).extracting(r -> r.get("kind")).containsExactly("clip", "clip", "mean");
            for (String metric : List.of("psnr", "ssim", "seconds", "network_seconds")) {
                double mean = (number(mine.get(0), metric) + number(mine.get(1), metric)) / 2;
                assertThat(number(mine.get(2), metric)).isCloseTo(mean, within(1e-9));
            }
            double frames = number(mine.get(0), "frames") + number(mine.get(1), "frames");
            assertThat(number(mine.get(2), "frames")).isEqualTo(frames).isEqualTo(5);
            assertThat(mine.get(0)).containsEntry("width", "32").containsEntry("height", "24");
        }
        assertThat(number(rows.get(0), "psnr")).isNotEqualTo(number(rows.get(3), "psnr"));
    }

    @Test
    void nothingIsLostBetweenModelAndMetric() throws IOException {
        twoClips();
        models = List.of("bicubic");
        scale = OptionalInt.of(1);
        degrade = "none";

        EvaluationReport report = run();

        SetTable.Row row = report.tables().get(0).rows().get(0);
        assertThat(row.mean("psnr").getAsDouble())
                .as("at factor 1 the filter is the identity")
                .isGreaterThan(79);
        assertThat(row.mean("ssim").getAsDouble()).isCloseTo(1, within(1e-9));
    }

    @Test
    void whatIsDoneIsNotDoneAgain() throws IOException {
        twoClips();
        run();
        String table = Files.readString(folder.resolve("out/table.csv"));
        began.clear();

        EvaluationReport second = run();

        assertThat(began).isEmpty();
        assertThat(second.computed()).isZero();
        assertThat(second.reused()).isEqualTo(4);
        assertThat(Files.readString(folder.resolve("out/table.csv"))).isEqualTo(table);
    }

    @Test
    void aStoppedEvaluationGoesOnWithTheClipThatWasNext() throws IOException {
        twoClips();
        Evaluation[] stopped = new Evaluation[1];
        stopped[0] = new Evaluation(settings(), new EvaluationListener() {
            private int finished;

            @Override
            public void began(String model, String set, String clip) {
                began.add(model + " " + clip);
            }

            @Override
            public void finished(ClipResult result) {
                finished++;
                if (finished == 3) {
                    stopped[0].cancel();
                }
            }
        });
        assertThatThrownBy(stopped[0]::run).isInstanceOf(CancellationException.class);

        EvaluationReport report = run();

        assertThat(began).containsExactly("bicubic a", "bicubic b", "lanczos a", "lanczos b");
        assertThat(report.computed()).isEqualTo(1);
        assertThat(report.reused()).isEqualTo(3);
    }

    @Test
    void aHalfWrittenOrForeignResultIsComputedAgain() throws IOException {
        twoClips();
        models = List.of("bicubic");
        run();
        List<Path> results = results();
        assertThat(results).hasSize(2);
        String text = Files.readString(results.get(0));
        Files.writeString(results.get(0), text.substring(0, text.length() / 2));
        Files.write(results.get(1), "\u00e9 no UTF-8".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(run().computed()).isEqualTo(2);
        assertThat(run().computed()).isZero();
    }

    @Test
    void anotherMetricIsMeasuredAloneAndOthersAreKept() throws IOException {
        twoClips();
        models = List.of("bicubic");
        metrics = Metrics.of(List.of("psnr"));
        double before = run().tables().get(0).rows().get(0).seconds().getAsDouble();
        metrics = Metrics.of(List.of("psnr", "ssim"));

        SetTable.Row row = run().tables().get(0).rows().get(0);

        assertThat(row.count("psnr")).isEqualTo(2);
        assertThat(row.count("ssim")).isEqualTo(2);
        assertThat(row.seconds()).isEqualTo(OptionalDouble.of(before));
        assertThat(run().computed()).isZero();
    }

    @Test
    void aClipThatChangedIsAnotherOne() throws IOException {
        twoClips();
        models = List.of("bicubic");
        run();
        Clips.pictures(folder.resolve("data/GT/b"), 32, 24, 3, (t, c, x, y) -> x + y);

        assertThat(run().computed()).isEqualTo(1);
    }

    @Test
    void anotherProtocolIsAnotherResultAndFreshForgetsAll() throws IOException {
        twoClips();
        models = List.of("bicubic");
        run();
        scale = OptionalInt.of(2);
        assertThat(run().computed()).isEqualTo(2);
        scale = OptionalInt.empty();
        assertThat(run().computed()).isZero();
        fresh = true;

        assertThat(run().computed()).isEqualTo(2);
        assertThat(results()).hasSize(2);
    }

    @Test
    void oneFailureDoesNotStopTheOthersAndIsTriedAgain() throws IOException {
        twoClips();
        models = List.of("bicubic");
        Path broken = folder.resolve("data/GT/b/00001.png");
        byte[] sound = Files.readAllBytes(broken);
        Files.write(broken, new byte[] {1, 2, 3});
        Files.createFile(folder.resolve("data/GT/c.mp4"));

        EvaluationReport report = run();

        assertThat(report.failures())
                .extracting(RunFailure::what)
                .containsExactly("bicubic on data/b", "bicubic on data/c");
        assertThat(report.computed()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("out/table.md"))).contains("| bicubic | 1 of 3 |", "00001.png");
        Files.write(broken, sound);
        assertThat(run().failures()).extracting(RunFailure::clip).containsExactly("c");
    }

    @Test
    void aModelWithoutItsWeightsFailsOnce() throws IOException {
        twoClips();
        models = List.of("adcvsr", "bicubic");

        EvaluationReport report = run();

        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.what()).isEqualTo("adcvsr");
            assertThat(failure.cause()).hasMessageContaining("--weights");
        });
        assertThat(report.tables().get(0).rows())
                .extracting(row -> row.results().size())
                .containsExactly(0, 2);
    }

    @Test
    void withoutReferencesOnlyOtherMetricsCount() throws IOException {
        Clips.pictures(folder.resolve("data/LQ/a"), 16, 12, 2, (t, c, x, y) -> 51);
        models = List.of("bicubic");
        metrics = List.of(Metrics.of(List.of("psnr")).get(0), new Brightness(0, List.of()));

        SetTable table = run().tables().get(0);

        assertThat(table.metrics()).extracting(MetricCard::id).containsExactly("brightness");
        assertThat(table.rows().get(0).mean("brightness").getAsDouble()).isCloseTo(0.2, within(1e-6));
        assertThat(table.words()).anyMatch(line -> line.contains("no references"));
        Map<String, String> clip =
                CsvRows.of(Files.readString(folder.resolve("out/table.csv"))).get(0);
        assertThat(number(clip, "brightness.half")).isCloseTo(0.1, within(1e-6));
        assertThat(clip).containsEntry("width", "64").containsEntry("height", "48");
    }

    @Test
    void aMetricThatCannotMeasureAClipLeavesTheOthers() throws IOException {
        twoClips();
        models = List.of("bicubic");
        metrics = List.of(Metrics.of(List.of("psnr")).get(0), new Brightness(3, List.of()));

        EvaluationReport report = run();

        SetTable.Row row = report.tables().get(0).rows().get(0);
        assertThat(report.failures()).isEmpty();
        assertThat(row.count("psnr")).isEqualTo(2);
        assertThat(row.count("brightness")).isEqualTo(1);
        assertThat(row.results().get(0).metrics().get("brightness").problem()).contains("needs 3 frames, got 2");
        assertThat(run().computed()).as("it would come out alike").isZero();
    }

    @Test
    void aMetricWithoutItsWeightsIsLeftOutAndSaid() throws IOException {
        twoClips();
        models = List.of("bicubic");
        WeightsPart part = new WeightsPart("net", "its network", "Its authors.", true);
        metrics = List.of(Metrics.of(List.of("psnr")).get(0), new Brightness(0, List.of(part)));

        EvaluationReport report = run();

        assertThat(report.cards()).extracting(MetricCard::id).containsExactly("psnr");
        assertThat(report.notes()).singleElement().asString().contains("brightness needs its network");
        assertThat(Files.readString(folder.resolve("out/table.md"))).contains("brightness needs its network");
        metrics = metrics.subList(1, 2);
        assertThatThrownBy(this::run)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no metric is left");
    }

    @Test
    void setsOfThePapersStandBesideTheirNumbers() throws IOException {
        Clips.pictures(folder.resolve("data/UDM10/GT/000"), 32, 24, 26, Clips::moving);
        models = List.of("bicubic");

        EvaluationReport report = run();

        assertThat(report.tables().get(0).rows().get(0).results().get(0).frames())
                .isEqualTo(25);
        String page = Files.readString(folder.resolve("out/table.md"));
        assertThat(page)
                .contains("| *AdcVSR (paper of AdcVSR)* |  | 25.36 | 0.7697 |", Papers.WARNING, "first 25 frames");
        assertThat(CsvRows.of(Files.readString(folder.resolve("out/table.csv"))))
                .anySatisfy(row -> assertThat(row)
                        .containsEntry("kind", "paper")
                        .containsEntry("paper", "OASIS")
                        .containsEntry("model", "SeedVR2")
                        .containsEntry("psnr", "25.39"));
    }

    @Test
    void twoEvaluationsDoNotShareAFolder() throws IOException {
        twoClips();
        try (ResultStore other = new ResultStore(folder.resolve("out/results"))) {
            assertThatThrownBy(this::run)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("another evaluation writes into");
        }
        assertThat(run().computed()).isEqualTo(4);
    }

    private void twoClips() throws IOException {
        Clips.pictures(folder.resolve("data/GT/a"), 32, 24, 2, Clips::moving);
        Clips.pictures(folder.resolve("data/GT/b"), 32, 24, 3, (t, c, x, y) -> 128 + 90 * ((x / 6 + y / 5 + t) % 2));
    }

    private EvaluationReport run() throws IOException {
        return new Evaluation(settings(), new EvaluationListener() {
                    @Override
                    public void began(String model, String set, String clip) {
                        began.add(model + " " + clip);
                    }
                })
                .run();
    }

    private EvaluationSettings settings() throws IOException {
        List<UpscaleSettings> how = models.stream()
                .map(model -> new UpscaleSettings(
                        new Network(
                                model,
                                Optional.empty(),
                                OptionalInt.empty(),
                                "cpu",
                                "f32",
                                OptionalInt.of(1),
                                OptionalDouble.empty(),
                                false,
                                0,
                                Optional.empty()),
                        UpscaleSettings.Grid.DEFAULTS,
                        UpscaleSettings.Output.DEFAULTS,
                        UpscaleSettings.Part.WHOLE))
                .toList();
        return new EvaluationSettings(
                new DataFolder(DataFolderTest::isVideo).read(folder.resolve("data")),
                how,
                new Protocol.Wishes(OptionalInt.empty(), Optional.empty(), scale, Degradation.of(degrade, 0)),
                metrics,
                MetricWeights.NONE,
                0,
                folder.resolve("out"),
                fresh);
    }

    private List<Path> results() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("out/results"))) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.get(column));
    }
}
