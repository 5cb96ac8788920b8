package io.vsr4j.quality.evaluate;

import java.util.List;

/** An evaluation as a page of its own, which needs no network and fits a phone. */
final class HtmlTable {
    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;margin:1rem auto;max-width:80rem;padding:0 1rem;color:#1b1b1b;\
            background:#fff}
            .wide{overflow-x:auto}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums}
            th,td{padding:.3rem .6rem;border-bottom:1px solid #8886;text-align:right;white-space:nowrap}
            th:first-child,td:first-child{text-align:left}
            .paper{font-style:italic;color:#666}
            @media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}.paper{color:#999}}
            """;

    private final StringBuilder html = new StringBuilder();

    private HtmlTable() {}

    static String of(EvaluationReport report) {
        HtmlTable page = new HtmlTable();
        page.add("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<title>Evaluation</title><style>\n" + STYLE + "</style></head><body>\n<h1>Evaluation</h1>\n");
        page.list(report.conditions());
        report.tables().forEach(page::table);
        if (!report.notes().isEmpty()) {
            page.add("<h2>Remarks</h2>\n");
            page.list(report.notes());
        }
        page.add("<h2>Metrics</h2>\n<dl>\n");
        report.cards()
                .forEach(card -> page.add("<dt><code>" + escaped(card.id()) + "</code></dt><dd>"
                        + escaped(TableText.words(card)) + "</dd>\n"));
        page.add("</dl>\n</body></html>\n");
        return page.html.toString();
    }

    private void table(SetTable table) {
        add("<h2>" + escaped(table.set().name()) + "</h2>\n");
        list(table.words());
        add("<div class=\"wide\"><table>\n");
        row("th", "", TableText.heads(table));
        table.rows().forEach(row -> row("td", "", TableText.cells(table, row)));
        table.papers().forEach(row -> row("td", " class=\"paper\"", TableText.cells(table, row)));
        add("</table></div>\n");
        if (!table.papers().isEmpty()) {
            add("<p>" + escaped(Papers.WARNING) + "</p>\n");
        }
        if (!table.failures().isEmpty()) {
            add("<p>Failed:</p>\n");
            list(table.failures().stream().map(TableText::words).toList());
        }
    }

    private void row(String cell, String attributes, List<String> cells) {
        add("<tr" + attributes + ">");
        cells.forEach(text -> add("<" + cell + ">" + escaped(text) + "</" + cell + ">"));
        add("</tr>\n");
    }

    private void list(List<String> items) {
        if (!items.isEmpty()) {
            add("<ul>\n");
            items.forEach(item -> add("<li>" + escaped(item) + "</li>\n"));
            add("</ul>\n");
        }
    }

    private void add(String more) {
        html.append(more);
    }

    private static String escaped(String text) {
        return TableText.plain(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
