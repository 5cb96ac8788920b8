package io.vsr4j.training.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The numbers of a training, a row a step: {@code step}, each loss, {@code rate GROUP} and {@code gradient GROUP} of each
 * group, {@code seconds} since the training began and {@code waited}, the share of the time since the row before that was
 * spent waiting for samples. A loss that is not there in a step leaves its field empty.
 */
final class TrainingLog implements AutoCloseable {
    private static final String STEP = "step";

    private final Path file;
    private final List<String> columns = new ArrayList<>();
    private FileChannel out;

    /**
     * Opens the log, and forgets the rows after a step: those of an interrupted run that will be made again, and one that
     * was written in part.
     *
     * @param file made if it is not there
     * @param last the last step to keep, 0 for none
     */
    TrainingLog(Path file, long last) throws IOException {
        this.file = file;
        List<String> rows = new ArrayList<>();
        if (last > 0 && Files.exists(file)) {
            // Whatever bytes are there: a row that is none is forgotten too.
            List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (!lines.isEmpty() && (lines.get(0) + ',').startsWith(STEP + ',')) {
                columns.addAll(new LinkedHashSet<>(List.of(lines.get(0).split(","))));
                lines.stream().skip(1).filter(row -> isOf(row, last)).forEach(rows::add);
            }
        }
        rewrite(rows);
    }

    private boolean isOf(String row, long last) {
        String[] fields = row.split(",", -1);
        return fields.length == columns.size()
                && fields[0].matches("\\d{1,18}")
                && Long.parseLong(fields[0]) <= last
                && Stream.of(fields).allMatch(TrainingLog::isNumberOrEmpty);
    }

    private static boolean isNumberOrEmpty(String field) {
        try {
            return field.isEmpty() || !Double.isNaN(Double.parseDouble(field));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void rewrite(List<String> rows) throws IOException {
        StringBuilder text = new StringBuilder();
        if (!columns.isEmpty()) {
            text.append(String.join(",", columns)).append('\n');
        }
        rows.forEach(row -> text.append(row).append('\n'));
        Path partial = file.resolveSibling("." + file.getFileName());
        Files.writeString(partial, text);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (out != null) {
            out.close();
        }
        out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /**
     * Adds a row.
     *
     * @param validation figures by name, if any were measured after this step
     */
    void add(StepResult result, Map<String, Double> validation, double seconds, double waited) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(STEP, Long.toString(result.step()));
        result.terms().forEach((name, value) -> fields.put(name, Double.toString(value)));
        validation.forEach((name, value) -> fields.put(name, Double.toString(value)));
        result.rates().forEach((name, value) -> fields.put("rate " + name, Double.toString(value)));
        result.norms().forEach((name, value) -> fields.put("gradient " + name, Double.toString(value)));
        fields.put("seconds", String.format(java.util.Locale.ROOT, "%.3f", seconds));
        fields.put("waited", String.format(java.util.Locale.ROOT, "%.4f", waited));
        if (!columns.containsAll(fields.keySet())) {
            widen(fields);
        }
        List<String> row =
                columns.stream().map(name -> fields.getOrDefault(name, "")).toList();
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(String.join(",", row) + "\n");
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** A loss that is new gets a column, which is empty in the rows before. */
    private void widen(Map<String, String> fields) throws IOException {
        List<String> rows = Files.readAllLines(file);
        int before = columns.size();
        fields.keySet().stream().filter(name -> !columns.contains(name)).forEach(columns::add);
        String empty = ",".repeat(columns.size() - before);
        rewrite(rows.stream().skip(before == 0 ? 0 : 1).map(row -> row + empty).toList());
    }

    /** Makes sure that all rows are on the disk. */
    void force() throws IOException {
        out.force(false);
    }

    /** {@return every column by name, NaN where a field is empty} */
    Map<String, double[]> columns() throws IOException {
        List<String> rows = Files.readAllLines(file);
        Map<String, double[]> all = new LinkedHashMap<>();
        columns.forEach(name -> all.put(name, new double[rows.size() - 1]));
        for (int i = 1; i < rows.size(); i++) {
            String[] fields = rows.get(i).split(",", -1);
            for (int c = 0; c < fields.length; c++) {
                all.get(columns.get(c))[i - 1] = fields[c].isEmpty() ? Double.NaN : Double.parseDouble(fields[c]);
            }
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
