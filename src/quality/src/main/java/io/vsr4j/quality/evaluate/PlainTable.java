package io.vsr4j.quality.evaluate;

import java.util.ArrayList;
import java.util.List;

/** A table for terminals: columns wide enough for their cells, numbers to the right. */
final class PlainTable {
    private PlainTable() {}

    static List<String> lines(SetTable table) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(TableText.heads(table));
        table.rows().forEach(row -> rows.add(TableText.cells(table, row)));
        table.papers().forEach(row -> rows.add(TableText.cells(table, row)));
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder("  ").append(row.get(0));
        line.append(" ".repeat(widths[0] - row.get(0).length()));
        for (int i = 1; i < widths.length; i++) {
            line.append("  ")
                    .append(" ".repeat(widths[i] - row.get(i).length()))
                    .append(row.get(i));
        }
        return line.toString().stripTrailing();
    }
}
