package io.vsr4j.quality.classic;

import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import java.util.List;

/** Natural image quality evaluator. */
public final class Niqe implements Metric {
    @Override
    public MetricCard card() {
        return new MetricCard(
                "niqe",
                "NIQE",
                Better.LOWER,
                false,
                "distance of the features of a frame's blocks of 96x96, at two scales, from those "
 + "of undisturbed pictures: Mahalanobis' under the mean of both covariances; mean "
 + "over frames. Flat blocks count for nothing",
                "Y of R'G'B' by BT.601, 16 to 235, rounded",
                "none; --crop N leaves out N pixels at each border; and what whole blocks do not "
 + "cover, at the right and below",
                "Mittal, Soundararajan and Bovik, \"Making a completely blind image quality "
 + "analyzer\", 2013; agrees with BasicSR",
                List.of(),
                "features of undisturbed pictures: BasicSR, Apache License 2.0");
    }

    @Override
    public Meter open(MeterSetting setting) {
        NiqeMeter.checkSize(setting);
        return new NiqeMeter(setting, NiqeModel.load());
    }
}
