package io.vsr4j.quality.musiq;

import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricFamily;
import java.util.List;

/** MUSIQ with each of its published files. */
public final class MusiqFamily implements MetricFamily {
    @Override
    public List<Metric> metrics() {
        return List.of(MusiqMetric.KONIQ, MusiqMetric.SPAQ, MusiqMetric.PAQ2PIQ, MusiqMetric.AVA);
    }
}
