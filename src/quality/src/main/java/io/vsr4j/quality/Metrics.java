package io.vsr4j.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The metrics that there are. Each room registers its own with {@link ServiceLoader}, or its {@link MetricFamily}. */
public final class Metrics {
    private static final Map<String, Metric> ALL = load();

    /** What the papers print first, as far as it takes no longer than decoding. */
    private static final List<String> QUICK = List.of("psnr", "ssim", "flicker", "sharpness", "blockiness");

    private Metrics() {}

    /** {@return all metrics, by id} */
    public static List<Metric> all() {
        return List.copyOf(ALL.values());
    }

    /**
     * Finds metrics.
     *
     * @param ids of the metrics
     * @return the metrics in this order, each once
     * @throws IllegalArgumentException if there is none of an id; lists those that there are
     */
    public static List<Metric> of(List<String> ids) {
        List<Metric> metrics = new ArrayList<>();
        for (String id : ids) {
            Metric metric = ALL.get(id);
            if (metric == null) {
                throw new IllegalArgumentException(
                        "no metric '" + id + "'; there are: " + String.join(", ", ALL.keySet()));
            }
            if (!metrics.contains(metric)) {
                metrics.add(metric);
            }
        }
        return metrics;
    }

    /**
     * Chooses metrics for who does not care: the quick ones, and those for whose sake the user keeps weights.
     *
     * @param reference whether there is a reference
     * @param weights files of the user
     * @return the metrics
     */
    public static List<Metric> usual(boolean reference, MetricWeights weights) {
        List<Metric> metrics = new ArrayList<>();
        for (Metric metric : of(QUICK)) {
            if (reference || !metric.card().reference()) {
                metrics.add(metric);
            }
        }
        for (Metric metric : ALL.values()) {
            MetricCard card = metric.card();
            if (metric.usual()
                    && !card.weights().isEmpty()
                    && (reference || !card.reference())
                    && weights.hasAll(card.weights())) {
                metrics.add(metric);
            }
        }
        return metrics;
    }

    private static Map<String, Metric> load() {
        List<Metric> found = new ArrayList<>();
        ServiceLoader.load(Metric.class).forEach(found::add);
        ServiceLoader.load(MetricFamily.class).forEach(family -> found.addAll(family.metrics()));
        Map<String, Metric> metrics = new TreeMap<>();
        for (Metric metric : found) {
            if (metrics.put(metric.card().id(), metric) != null) {
                throw new IllegalStateException(
                        "two metrics are called " + metric.card().id());
            }
        }
        return metrics;
    }
}
