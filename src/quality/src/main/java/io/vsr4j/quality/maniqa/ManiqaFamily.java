package io.vsr4j.quality.maniqa;

import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricFamily;
import java.util.List;

/** MANIQA with each of its published files. */
public final class ManiqaFamily implements MetricFamily {
    @Override
    public List<Metric> metrics() {
        return List.of(ManiqaMetric.KONIQ, ManiqaMetric.PIPAL, ManiqaMetric.KADID);
    }
}
