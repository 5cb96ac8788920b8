package io.vsr4j.notebook;

import io.vsr4j.quality.Comparison;
import io.vsr4j.quality.Comparison.MetricResult;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.report.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows and columns; numbers stand at the right. */
final class Table {
    private static final String CELL = "padding:2px 10px;border-bottom:1px solid #8884;";

    private Table() {}

    static Output of(List<?> columns, List<? extends List<?>> rows) {
        for (List<?> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("every row must have the " + columns.size() + " cells of " + columns
                        + ", got " + row.size() + ": " + row);
            }
        }
        Html html = new Html();
        html.open("table", "style", "border-collapse:collapse;margin:0").open("tr");
        for (int c = 0; c < columns.size(); c++) {
            html.element("th", text(columns.get(c)), "style", CELL + align(isNumeric(rows, c)));
        }
        html.close("tr");
        List<List<String>> words = new ArrayList<>();
        words.add(columns.stream().map(Table::text).toList());
        for (List<?> row : rows) {
            html.line().open("tr");
            row.forEach(cell -> html.element("td", text(cell), "style", CELL + align(cell instanceof Number)));
            html.close("tr");
            words.add(row.stream().map(Table::text).toList());
        }
        return Output.html(html.close("table"), plain(words, rows));
    }

    /** {@return a row for each metric, a column for each video} */
    static Output of(List<Labelled<Comparison>> comparisons) {
        if (comparisons.isEmpty()) {
            throw new IllegalArgumentException("a table of metrics needs at least one comparison, got none");
        }
        List<Object> columns = new ArrayList<>(List.of("metric"));
        comparisons.forEach(comparison -> columns.add(comparison.label()));
        List<List<Object>> rows = new ArrayList<>();
        for (MetricResult first : comparisons.get(0).value().results()) {
            List<Object> row = new ArrayList<>(List.of(head(first.card())));
            for (Labelled<Comparison> comparison : comparisons) {
                row.add(value(comparison.value(), first.card()));
            }
            rows.add(row);
        }
        return of(columns, rows);
    }

    private static Object value(Comparison comparison, MetricCard card) {
        for (MetricResult result : comparison.results()) {
            if (result.card().id().equals(card.id())) {
                return result.score() == null
                        ? result.problem()
                        : (Object) result.score().value();
            }
        }
        return "not measured";
    }

    private static String head(MetricCard card) {
        return card.title()
                + switch (card.better()) {
                    case HIGHER -> " \u2191";
                    case LOWER -> " \u2193";
                    case NEITHER -> "";
                };
    }

    private static boolean isNumeric(List<? extends List<?>> rows, int column) {
        return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column) instanceof Number);
    }

    private static String align(boolean number) {
        return number ? "text-align:right;font-variant-numeric:tabular-nums" : "text-align:left";
    }

    private static String text(Object cell) {
        if (cell instanceof Double || cell instanceof Float) {
            return number(((Number) cell).doubleValue());
        }
        if (cell instanceof Long || cell instanceof Integer) {
            return String.format(Locale.ROOT, "%,d", ((Number) cell).longValue());
        }
        return String.valueOf(cell);
    }

    /** {@return about four digits; those before the point are all kept} */
    private static String number(double value) {
        double size = Math.abs(value);
        if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
            return Double.toString(value);
        }
        if (size < 1e-4 || size >= 1e9) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static String plain(List<List<String>> words, List<? extends List<?>> rows) {
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < words.size(); r++) {
            for (int c = 0; c < words.get(r).size(); c++) {
                int column = c;
                int width = words.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0);
                String cell = words.get(r).get(c);
                String space = " ".repeat(width - cell.length());
                boolean right = r == 0 ? isNumeric(rows, c) : rows.get(r - 1).get(c) instanceof Number;
                text.append(c == 0 ? "" : "  ").append(right ? space + cell : cell + space);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
