package io.vsr4j.quality;

import java.util.List;

/** Metrics that differ in little but the file they read; registered with {@link java.util.ServiceLoader} at once. */
public interface MetricFamily {
    /** {@return its members} */
    List<Metric> metrics();
}
