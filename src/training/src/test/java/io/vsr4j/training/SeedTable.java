package io.vsr4j.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects what an ablation measures with several seeds, and prints mean and spread as rows of a table. */
public final class SeedTable {
    private final Map<String, Map<String, List<Double>>> rows = new LinkedHashMap<>();

    /** Takes a number of a variant, one a seed. */
    public void add(String variant, String measure, double value) {
        rows.computeIfAbsent(variant, v -> new LinkedHashMap<>())
                .computeIfAbsent(measure, m -> new ArrayList<>())
                .add(value);
    }

    /** Prints a row a variant: mean, then in brackets the standard deviation over the seeds. */
    public void print() {
        rows.forEach((variant, measures) -> {
            StringBuilder row = new StringBuilder("| ").append(variant);
            measures.forEach((measure, values) -> row.append(" | ").append(text(values)));
            if (rows.keySet().iterator().next().equals(variant)) {
                System.out.println("| | " + String.join(" | ", measures.keySet()) + " |");
                System.out.println("| --- |" + " --- |".repeat(measures.size()));
            }
            System.out.println(row.append(" |"));
        });
    }

    private static String text(List<Double> values) {
        double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        double spread = values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1));
        return String.format(Locale.ROOT, "%.4f (%.4f)", mean, spread);
    }
}
