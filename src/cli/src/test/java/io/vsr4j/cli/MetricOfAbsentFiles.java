package io.vsr4j.cli;

import io.vsr4j.models.WeightsPart;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import java.io.IOException;
import java.util.List;

/** A metric whose file nobody has. */
public final class MetricOfAbsentFiles implements Metric {
    private static final WeightsPart PART = new WeightsPart("nobody-has-it", "a network", "https://example.org", true);

    @Override
    public MetricCard card() {
        return new MetricCard(
                "absent", "Absent", Better.HIGHER, false, "none", "none", "none", "this test", List.of(PART), "none");
    }

    @Override
    public Meter open(MeterSetting setting) throws IOException {
        setting.weights().require("absent", PART);
        throw new IllegalStateException("somebody has it");
    }
}
