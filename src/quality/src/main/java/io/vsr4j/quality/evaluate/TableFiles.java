package io.vsr4j.quality.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The files of an evaluation's table. */
public final class TableFiles {
    private static final String MARKDOWN = "table.md";
    private static final String CSV = "table.csv";
    private static final String HTML = "table.html";

    private TableFiles() {}

    /** {@return what is written into a folder} */
    public static List<Path> in(Path folder) {
        return List.of(folder.resolve(MARKDOWN), folder.resolve(CSV), folder.resolve(HTML));
    }

    /** Replaces the tables in a folder, each in one step. */
    static void write(EvaluationReport report, Path folder) throws IOException {
        write(MarkdownTable.of(report), folder.resolve(MARKDOWN));
        write(CsvTable.of(report), folder.resolve(CSV));
        write(HtmlTable.of(report), folder.resolve(HTML));
    }

    private static void write(String text, Path file) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
