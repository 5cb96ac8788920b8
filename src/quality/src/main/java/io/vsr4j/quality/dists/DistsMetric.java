package io.vsr4j.quality.dists;

import io.vsr4j.quality.FrameMeter;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.trunk.TrunkFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** DISTS of a video: the mean over its frames. */
public final class DistsMetric implements Metric {
    private static final MetricCard CARD = new MetricCard(
            "dists",
            "DISTS",
            MetricCard.Better.LOWER,
            true,
            "1 minus the weighted similarity of means and covariances, of the frame and of features at five depths of"
                    + " VGG16 with L2 pooling (the published channel weights); mean over frames",
            "RGB, 0 to 1, as decoded to 8 bits; whole frames, not resized",
            "none",
            "Ding et al., Image Quality Assessment: Unifying Structure and Texture Similarity, 2020; agrees with the"
                    + " authors' DISTS_pytorch without its optional resizing",
            List.of(TrunkFiles.VGG16),
            "channel weights: MIT, come with the program; trunk: " + TrunkFiles.LICENCE);

    @Override
    public MetricCard card() {
        return CARD;
    }

    @Override
    public Meter open(MeterSetting setting) throws IOException {
        new Dists(1).trunk().requireSize(CARD.id(), setting.width(), setting.height());
        Path file = setting.weights().require(CARD.id(), TrunkFiles.VGG16);
        Dists dists = Dists.open(file, setting.device());
        return FrameMeter.comparing(
                setting,
                dists,
                (output, reference) -> dists.distance(output, reference).toFloatArray()[0],
                CARD.title() + ": trunk of " + file.getFileName());
    }
}
