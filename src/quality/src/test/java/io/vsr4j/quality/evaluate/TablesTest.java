package io.vsr4j.quality.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.quality.MetricCard;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablesTest {
    private static final String HOSTILE = "a,\"b\"|c*_\n<script>alert(1)</script>&";
    private static final MetricCard CARD = new MetricCard(
            "dover",
            "DOVER",
            MetricCard.Better.HIGHER,
            false,
            "A formula.",
            "RGB",
            "none",
            "Its authors.",
            List.of(),
            "");

    @Test
    void csvGivesBackAnyNameAndAllDigits() {
        List<Map<String, String>> rows = CsvRows.of(CsvTable.of(report(HOSTILE, 1.0 / 3, 0.1)));

        assertThat(rows.get(0))
                .containsEntry("set", HOSTILE)
                .containsEntry("clip", HOSTILE)
                .containsEntry("dover", Double.toString(1.0 / 3))
                .containsEntry("dover.technical", "0.1");
        assertThat(rows.get(1)).containsEntry("kind", "mean").containsEntry("clips", "1");
    }

    @ParameterizedTest
    @CsvSource({"=1+1", "+1", "-1", "@SUM(A1)"})
    void noNameIsAFormulaToSpreadsheets(String name) {
        assertThat(CsvRows.of(CsvTable.of(report(name, 1, 1))).get(0)).containsEntry("clip", "'" + name);
    }

    @Test
    void whatCouldNotBeMeasuredIsEmptyAndCountsForNothing() {
        EvaluationReport report = report("a", Double.NaN, 1);

        assertThat(CsvRows.of(CsvTable.of(report)).get(1)).containsEntry("dover", "");
        assertThat(report.tables().get(0).rows().get(0).mean("dover")).isEmpty();
        assertThat(MarkdownTable.of(report)).contains("| compact | 1 | - |");
    }

    @Test
    void namesCannotBreakMarkdownOrHtml() {
        EvaluationReport report = report(HOSTILE, 1, 1);

        assertThat(MarkdownTable.of(report))
                .contains("## a,\"b\"\\|c\\*\\_ &lt;script>")
                .doesNotContain("<script");
        assertThat(HtmlTable.of(report)).contains("&lt;script&gt;alert(1)").doesNotContain("<script");
        assertThat(MarkdownTable.of(report).lines().filter(line -> line.startsWith("|")))
                .hasSize(3)
                .allMatch(line ->
                        line.replace("\\|", "").chars().filter(c -> c == '|').count() == 9);
    }

    @Test
    void everyFormatNamesProtocolAndDefinition() {
        EvaluationReport report = report("a", 1, 1);

        for (String text : List.of(MarkdownTable.of(report), HtmlTable.of(report))) {
            assertThat(text).contains("The first 25 frames", "512x512", "A formula.", "Its authors.", "dover \u2191");
        }
    }

    @ParameterizedTest
    @CsvSource({"0.123456, 0.1235", "25.3649, 25.36", "-12.3, -12.30", "Infinity, \u221e", "9.99999, 10.0000"})
    void numbersHaveAsManyDecimalsAsPapersPrint(double value, String text) {
        assertThat(TableText.number(OptionalDouble.of(value))).isEqualTo(text);
    }

    private static EvaluationReport report(String name, double value, double part) {
        DataClip clip = new DataClip(name, Optional.of(Path.of("gt")), Optional.of(Path.of("lq")), "");
        DataSet set = new DataSet(name, Path.of("set"), List.of(clip));
        ClipResult result = new ClipResult(
                ClipResult.VERSION,
                "key",
                name,
                name,
                "compact",
                25,
                512,
                512,
                4,
                1,
                0,
                2,
                1,
                3_000_000,
                Map.of("dover", new ClipResult.Measured("key", value, Map.of("technical", part), "")),
                List.of());
        Protocol protocol = new Protocol(25, Crop.SQUARE_512, OptionalInt.empty(), new BicubicDegradation(), "");
        SetTable.Row row = new SetTable.Row("compact", ModelFigures.UNKNOWN, List.of(result));
        SetTable table = new SetTable(set, protocol, List.of(CARD), List.of(row), List.of());
        return new EvaluationReport(List.of(table), List.of(CARD), List.of("Here."), List.of(), List.of(), 1, 0);
    }
}
