package io.vsr4j.quality.lpips;

import io.vsr4j.models.WeightsPart;
import io.vsr4j.quality.FrameMeter;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.trunk.TrunkFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** LPIPS of a video: the mean over its frames. */
public abstract class LpipsMetric implements Metric {
    private final Lpips.Net net;
    private final MetricCard card;

    LpipsMetric(Lpips.Net net, String id, String title, WeightsPart weights) {
        this.net = net;
        card = new MetricCard(
                id,
                title,
                MetricCard.Better.LOWER,
                true,
                "sum over five depths of " + weights.role() + " of the mean over places of the weighted squared"
                        + " difference of unit feature vectors (LPIPS version 0.1, calibrated heads); mean over frames",
                "RGB, -1 to 1, as decoded to 8 bits; whole frames, not resized",
                "none",
                "Zhang et al., The Unreasonable Effectiveness of Deep Features as a Perceptual Metric, 2018; agrees with"
                        + " the authors' lpips 0.1",
                List.of(weights),
                "heads: BSD 2-Clause, come with the program; trunk: " + TrunkFiles.LICENCE);
    }

    /** With AlexNet: what papers call LPIPS if they say no more. */
    public static final class Alex extends LpipsMetric {
        /** Found by its name. */
        public Alex() {
            super(Lpips.Net.ALEX, "lpips", "LPIPS (AlexNet)", TrunkFiles.ALEXNET);
        }
    }

    /** With VGG16. */
    public static final class Vgg extends LpipsMetric {
        /** Found by its name. */
        public Vgg() {
            super(Lpips.Net.VGG, "lpips-vgg", "LPIPS (VGG16)", TrunkFiles.VGG16);
        }
    }

    @Override
    public final MetricCard card() {
        return card;
    }

    @Override
    public final Meter open(MeterSetting setting) throws IOException {
        new Lpips(net, 1).trunk().requireSize(card.id(), setting.width(), setting.height());
        Path file = setting.weights().require(card.id(), card.weights().get(0));
        Lpips lpips = Lpips.open(net, file, setting.device());
        return FrameMeter.comparing(
                setting,
                lpips,
                (output, reference) -> lpips.distance(output, reference).toFloatArray()[0],
                card.title() + ": trunk of " + file.getFileName());
    }
}
