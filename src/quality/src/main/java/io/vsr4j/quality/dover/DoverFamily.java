package io.vsr4j.quality.dover;

import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricFamily;
import java.util.List;

/** DOVER with each of its published files. */
public final class DoverFamily implements MetricFamily {
    @Override
    public List<Metric> metrics() {
        return List.of(DoverMetric.DOVER, DoverMetric.PLUS_PLUS, DoverMetric.MOBILE);
    }
}
