package io.vsr4j.quality.warping;

import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import io.vsr4j.quality.flow.DisFlow;
import io.vsr4j.quality.flow.OpticalFlow;
import io.vsr4j.quality.raft.RaftFlow;
import java.io.IOException;
import java.util.List;

/** Temporal warping error: how much pixels change while they are followed. */
public final class WarpingError implements Metric {
    @Override
    public MetricCard card() {
        return new MetricCard(
                "warping-error",
                "Warping error E*",
                Better.LOWER,
                false,
                "1000 times the mean squared difference between a frame and the next one warped to it, bilinear, over the"
                        + " pixels that can be followed: not where |b + f|^2 > 0.01 (|b|^2 + |f|^2) + 0.5, f being the flow"
                        + " and b the flow back fetched along it, nor where |grad f|^2 > 0.01 |f|^2 + 0.002. Mean over pairs"
                        + " of frames; a frame's number is that of the step to the next. Flow of the reference if there is"
                        + " one, else of the output",
                "R'G'B' of 8 bits, 0 to 1",
                "none",
                "Lai et al., \"Learning blind video temporal consistency\", 2018, who took flow by FlowNet2; by RAFT if its"
                        + " weights are given, else by DIS, whose numbers are not those of the papers",
                List.of(RaftFlow.WEIGHTS),
                "");
    }

    @Override
    public Meter open(MeterSetting setting) throws IOException {
        if (setting.frames() < 2) {
            throw new IllegalArgumentException("a warping error needs at least 2 frames, got " + setting.frames());
        }
        DisFlow.checkSize(setting.width(), setting.height());
        return new WarpingMeter(setting, motion(setting));
    }

    private OpticalFlow motion(MeterSetting setting) throws IOException {
        return setting.weights().hasAll(List.of(RaftFlow.WEIGHTS))
                ? RaftFlow.open(setting.weights().require(card().id(), RaftFlow.WEIGHTS), setting.device())
                : new DisFlow();
    }
}
