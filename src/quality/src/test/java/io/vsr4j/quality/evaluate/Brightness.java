package io.vsr4j.quality.evaluate;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.WeightsPart;
import io.vsr4j.quality.FramePair;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.Score;
import java.util.List;
import java.util.Map;

/** A metric without a reference: the mean of all samples. It refuses clips of too few frames, and may need a file. */
record Brightness(int leastFrames, List<WeightsPart> weights) implements Metric {
    @Override
    public MetricCard card() {
        return new MetricCard(
                "brightness",
                "Brightness",
                MetricCard.Better.NEITHER,
                false,
                "Mean of all samples.",
                "RGB",
                "none",
                "These tests.",
                weights,
                "");
    }

    @Override
    public Meter open(MeterSetting setting) {
        if (setting.frames() < leastFrames) {
            throw new IllegalArgumentException("needs " + leastFrames + " frames, got " + setting.frames());
        }
        return new Meter() {
            private double sum;
            private int frames;

            @Override
            public void accept(FramePair pair) {
                NDArray rgb = pair.rgb(FramePair.Side.OUTPUT);
                sum += rgb.mean().getFloat();
                frames++;
            }

            @Override
            public Score finish() {
                return new Score(sum / frames, new double[0], Map.of("half", sum / frames / 2));
            }

            @Override
            public void close() {}
        };
    }
}
