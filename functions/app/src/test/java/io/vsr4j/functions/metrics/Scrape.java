package io.vsr4j.functions.metrics;

import static io.restassured.RestAssured.given;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * What Prometheus would read.
 *
 * @param values by series, with their labels
 */
record Scrape(Map<String, Double> values) {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    static Scrape now() {
        String text = given().header("Accept", "text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        Map<String, Double> values = new HashMap<>();
        for (String line : text.split("\n")) {
            int space = line.lastIndexOf(' ');
            if (!line.startsWith("#") && space > 0) {
                values.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
            }
        }
        return new Scrape(values);
    }

    /** {@return the sum of all series of a name that have these labels, NaN if there are none} */
    double of(String name, String... labels) {
        List<Double> found = values.entrySet().stream()
                .filter(e -> name(e.getKey()).equals(name))
                .filter(e -> List.of(labels).stream().allMatch(e.getKey()::contains))
                .map(Map.Entry::getValue)
                .toList();
        return found.isEmpty()
                ? Double.NaN
                : found.stream().mapToDouble(Double::doubleValue).sum();
    }

    Set<String> names() {
        return values.keySet().stream().map(Scrape::name).collect(Collectors.toSet());
    }

    private static String name(String series) {
        int labels = series.indexOf('{');
        return labels < 0 ? series : series.substring(0, labels);
    }

    /** Waits until something holds. */
    static void await(String what, Callable<Boolean> holds) throws Exception {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!holds.call()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("waited in vain until " + what);
            }
            Thread.sleep(100);
        }
    }
}
