package io.vsr4j.quality.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An evaluation as Markdown. */
final class MarkdownTable {
    private final List<String> lines = new ArrayList<>();

    private MarkdownTable() {}

    static String of(EvaluationReport report) {
        MarkdownTable page = new MarkdownTable();
        page.add("# Evaluation", "");
        page.list(report.conditions());
        for (SetTable table : report.tables()) {
            page.table(table);
        }
        if (!report.notes().isEmpty()) {
            page.add("## Remarks", "");
            page.list(report.notes());
        }
        page.add("## Metrics", "");
        page.list(report.cards().stream()
                .map(card -> "`" + card.id() + "` " + TableText.words(card))
                .toList());
        return String.join("\n", page.lines);
    }

    private void table(SetTable table) {
        add("## " + escaped(table.set().name()), "");
        list(table.words());
        List<String> heads = TableText.heads(table);
        row(heads);
        add("|" + " --- |".repeat(heads.size()));
        table.rows().forEach(row -> row(TableText.cells(table, row)));
        for (Papers.Row paper : table.papers()) {
            List<String> cells = new ArrayList<>(TableText.cells(table, paper));
            cells.set(0, "*" + cells.get(0) + "*");
            row(cells);
        }
        add("");
        if (!table.papers().isEmpty()) {
            add(Papers.WARNING, "");
        }
        if (!table.failures().isEmpty()) {
            add("Failed:", "");
            list(table.failures().stream()
                    .map(TableText::words)
                    .map(MarkdownTable::escaped)
                    .toList());
        }
    }

    private void row(List<String> cells) {
        add(cells.stream()
                .map(cell -> cell.startsWith("*") ? cell : escaped(cell))
                .collect(Collectors.joining(" | ", "| ", " |")));
    }

    private void list(List<String> items) {
        items.forEach(item -> add("- " + item));
        if (!items.isEmpty()) {
            add("");
        }
    }

    private void add(String... more) {
        lines.addAll(List.of(more));
    }

    /** Names may hold anything that a file system lets them. */
    static String escaped(String text) {
        return TableText.plain(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\|*_`\\[\\]#])", "\\\\$1");
    }
}
