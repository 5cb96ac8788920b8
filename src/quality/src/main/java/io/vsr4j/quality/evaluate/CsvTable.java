package io.vsr4j.quality.evaluate;

import io.vsr4j.models.ModelWork;
import io.vsr4j.quality.MetricCard;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An evaluation as comma-separated values (RFC 4180), with all digits: a row for each clip, each mean over clips, and each
 * row of a paper; the column {@code kind} says which. Parts of a metric have columns {@code metric.part}.
 */
final class CsvTable {
    private static final List<String> HEADS = List.of(
            "set",
            "kind",
            "model",
            "paper",
            "clip",
            "clips",
            "frames",
            "width",
            "height",
            "seconds",
            "network_seconds",
            "frames_per_second",
            "peak_bytes",
            "parameters",
            "macs",
            "macs_frames",
            "macs_width",
            "macs_height");

    private final Set<String> columns = new LinkedHashSet<>();
    private final StringBuilder text = new StringBuilder();

    private CsvTable() {}

    static String of(EvaluationReport report) {
        CsvTable csv = new CsvTable();
        csv.findColumns(report);
        List<String> heads = new ArrayList<>(HEADS);
        heads.addAll(csv.columns);
        csv.line(heads);
        report.tables().forEach(csv::table);
        return csv.text.toString();
    }

    private void findColumns(EvaluationReport report) {
        for (MetricCard card : report.cards()) {
            columns.add(card.id());
            report.tables().stream()
                    .flatMap(table -> table.rows().stream())
                    .flatMap(row -> row.results().stream())
                    .map(result -> result.metrics().get(card.id()))
                    .filter(measured -> measured != null)
                    .flatMap(measured -> measured.parts().keySet().stream())
                    .sorted()
                    .forEach(part -> columns.add(card.id() + "." + part));
        }
    }

    private void table(SetTable table) {
        for (SetTable.Row row : table.rows()) {
            row.results().forEach(result -> clip(row, result));
            mean(table, row);
        }
        table.papers().forEach(paper -> paper(table, paper));
    }

    private void clip(SetTable.Row row, ClipResult result) {
        List<String> cells = new ArrayList<>(List.of(
                text(result.set()),
                "clip",
                text(result.model()),
                "",
                text(result.clip()),
                "1",
                Integer.toString(result.frames()),
                Integer.toString(result.width()),
                Integer.toString(result.height()),
                number(result.seconds()),
                number(result.networkSeconds()),
                number(result.framesPerSecond()),
                result.peakBytes() == 0 ? "" : Long.toString(result.peakBytes())));
        cells.addAll(figures(row.figures()));
        for (String column : columns) {
            cells.add(number(value(result, column)));
        }
        line(cells);
    }

    private void mean(SetTable table, SetTable.Row row) {
        List<String> cells = new ArrayList<>(List.of(
                text(table.set().name()),
                "mean",
                text(row.model()),
                "",
                "",
                Integer.toString(row.results().size()),
                Integer.toString(
                        row.results().stream().mapToInt(ClipResult::frames).sum()),
                "",
                "",
                number(row.results().stream().mapToDouble(ClipResult::seconds).average()),
                number(row.seconds()),
                number(row.framesPerSecond()),
                row.peakBytes().isEmpty()
                        ? ""
                        : Long.toString((long) row.peakBytes().getAsDouble())));
        cells.addAll(figures(row.figures()));
        for (String column : columns) {
            cells.add(number(row.results().stream()
                    .mapToDouble(result -> value(result, column))
                    .filter(value -> !Double.isNaN(value))
                    .average()));
        }
        line(cells);
    }

    private void paper(SetTable table, Papers.Row row) {
        List<String> cells = new ArrayList<>(List.of(text(table.set().name()), "paper", row.method(), row.paper()));
        while (cells.size() < HEADS.size()) {
            cells.add("");
        }
        columns.forEach(column -> cells.add(row.metrics().getOrDefault(column, "")));
        line(cells);
    }

    private static List<String> figures(ModelFigures figures) {
        Optional<ModelWork> work = figures.work();
        return List.of(
                figures.parameters() == 0 ? "" : Long.toString(figures.parameters()),
                work.map(w -> Long.toString(w.total())).orElse(""),
                work.map(w -> Integer.toString(w.frames())).orElse(""),
                work.map(w -> Integer.toString(w.width())).orElse(""),
                work.map(w -> Integer.toString(w.height())).orElse(""));
    }

    private static double value(ClipResult result, String column) {
        int dot = column.indexOf('.');
        ClipResult.Measured measured = result.metrics().get(dot < 0 ? column : column.substring(0, dot));
        if (measured == null) {
            return Double.NaN;
        }
        return dot < 0 ? measured.value() : measured.parts().getOrDefault(column.substring(dot + 1), Double.NaN);
    }

    private static String number(OptionalDouble value) {
        return value.isEmpty() ? "" : number(value.getAsDouble());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    /** What begins like a formula is one to spreadsheets, unless an apostrophe goes before. */
    private static String text(String cell) {
        return cell.matches("(?s)[=+@\\-\\t\\r].*") ? "'" + cell : cell;
    }

    private void line(List<String> cells) {
        text.append(cells.stream().map(CsvTable::quoted).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    private static String quoted(String cell) {
        return cell.matches("(?s).*[,\"\\r\\n].*") ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
    }
}
