package io.vsr4j.quality.evaluate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What the papers print for the sets that they measure on. */
final class Papers {
    /** Goes with every such number. */
    static final String WARNING = "Rows in italics are as their papers print them, for orientation: protocols,"
            + " degradations and versions of metrics differ from paper to paper and from ours, so that the same method has"
            + " different numbers in two papers. Compare within one paper's rows.";

    private static final List<Row> ROWS = read();

    private Papers() {}

    /**
     * A row of a paper's table.
     *
     * @param set which set
     * @param paper whose table it is
     * @param method what was measured
     * @param metrics by id, as printed
     */
    record Row(KnownSet set, String paper, String method, Map<String, String> metrics) {}

    /** {@return the rows for a set, paper after paper} */
    static List<Row> of(KnownSet set) {
        return ROWS.stream().filter(row -> row.set() == set).toList();
    }

    private static List<Row> read() {
        try (InputStream in = Papers.class.getResourceAsStream("papers.csv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String[] heads = lines.readLine().split(",");
            return lines.lines().map(line -> row(heads, line.split(",", -1))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String[] heads, String[] cells) {
        Map<String, String> metrics = new LinkedHashMap<>();
        IntStream.range(3, heads.length).filter(i -> !cells[i].isEmpty()).forEach(i -> metrics.put(heads[i], cells[i]));
        return new Row(KnownSet.valueOf(cells[0].toUpperCase(Locale.ROOT)), cells[1], cells[2], metrics);
    }
}
