package io.vsr4j.quality;

import io.vsr4j.quality.Comparison.MetricResult;
import io.vsr4j.quality.pixel.PairRows;
import io.vsr4j.tensor.CheckpointException;
import java.io.IOException;
import java.util.List;

/** One metric at work, or the reason why it is not; it does not stop the others. */
final class Measurement implements AutoCloseable {
    private final MetricCard card;
    private Meter meter;
    private String problem;

    private Measurement(MetricCard card) {
        this.card = card;
    }

    static Measurement begin(Metric metric, MeterSetting setting, boolean reference) {
        Measurement measurement = new Measurement(metric.card());
        if (metric.card().reference() && !reference) {
            measurement.problem = metric.card().id() + " compares with a reference, and there is none";
            return measurement;
        }
        try {
            measurement.meter = metric.open(setting);
        } catch (IOException | IllegalArgumentException | MissingWeightsException | CheckpointException e) {
            measurement.problem = String.valueOf(e.getMessage());
        }
        return measurement;
    }

    /** {@return what shows rows to those that look at them} */
    static PairRows rows(MeterSetting setting, List<Measurement> measurements) {
        return new PairRows(
                setting,
                measurements.stream()
                        .filter(m -> m.meter instanceof RowMeter)
                        .map(m -> (RowMeter) m.meter)
                        .toList());
    }

    /**
     * Shows a pair to all that are at work.
     *
     * @param rows of these measurements
     */
    static void show(FramePair pair, PairRows rows, List<Measurement> measurements) {
        rows.show(pair);
        for (Measurement measurement : measurements) {
            if (measurement.meter != null && !(measurement.meter instanceof RowMeter)) {
                measurement.accept(pair);
            }
        }
    }

    private void accept(FramePair pair) {
        try {
            meter.accept(pair);
        } catch (IllegalArgumentException e) {
            problem = String.valueOf(e.getMessage());
            close();
        }
    }

    /** {@return what a reader must know, with the metric's name before it} */
    List<String> remarks() {
        return meter == null
                ? List.of()
                : meter.remarks().stream()
                        .map(remark -> card.id() + ": " + remark)
                        .toList();
    }

    MetricResult end() {
        return new MetricResult(card, meter == null ? null : meter.finish(), problem);
    }

    @Override
    public void close() {
        if (meter != null) {
            meter.close();
            meter = null;
        }
    }
}
