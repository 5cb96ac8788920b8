package io.vsr4j.quality.dover;

import com.google.gson.JsonParser;
import io.vsr4j.models.WeightsPart;
import io.vsr4j.models.network.Config;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.PublishedWeights;
import io.vsr4j.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** DOVER, with one of its published files. */
public final class DoverMetric implements Metric {
    private static final Config TINY = config("DOVER", """
            {"technical": "swin_tiny_grpb", "aesthetic": "conv_tiny",
             "swin": {"embed_dim": 96, "depths": [2, 2, 6, 2], "num_heads": [3, 6, 12, 24], "window_size": [8, 7, 7]},
             "conv": {"depths": [3, 3, 9, 3], "dims": [96, 192, 384, 768]},
             "head": {"in_channels": 768, "hidden_channels": 64}}""");

    private static final Config FEMTO = config("DOVER-Mobile", """
            {"technical": "conv_femto", "aesthetic": "conv_femto",
             "femto": {"depths": [2, 2, 6, 2], "dims": [48, 96, 192, 384]},
             "head": {"in_channels": 384, "hidden_channels": 32}}""");

    /** What papers call DOVER. */
    public static final DoverMetric DOVER = new DoverMetric("dover", "DOVER", "DOVER.", TINY);

    /** The same network, trained further. */
    public static final DoverMetric PLUS_PLUS = new DoverMetric("dover-plus-plus", "DOVER++", "DOVER_plus_plus", TINY);

    /** A smaller network. */
    public static final DoverMetric MOBILE = new DoverMetric("dover-mobile", "DOVER-Mobile", "DOVER-Mobile", FEMTO);

    private final Config config;
    private final MetricCard card;

    /**
     * @param id what users type
     * @param title what users read
     * @param file how the name of its file begins
     * @param config of the networks
     */
    DoverMetric(String id, String title, String file, Config config) {
        this.config = config;
        card = new MetricCard(
                id,
                title,
                MetricCard.Better.HIGHER,
                false,
                "1/(1+exp(-(0.6104 t + 0.3896 a))), 0 to 1; t = (technical - 0.1107)/0.07355 and a = (aesthetic +"
                        + " 0.08285)/0.03774, each the mean of a branch's map. Technical: 3 clips of 32 frames, every"
                        + " second one, as 7x7 fragments of 32x32 pixels; aesthetic: 32 frames over the whole video,"
                        + " resized to 224x224 without antialias. Parts: 1/(1+exp(-t)), 1/(1+exp(-a)), both raw numbers",
                "R'G'B', 0 to 255, minus (123.675, 116.28, 103.53), over (58.395, 57.12, 57.375)",
                "technical: fragments, at places drawn with a seed; aesthetic: none",
                "Wu et al., Exploring Video Quality Assessment on User Generated Contents from Aesthetic and Technical"
                        + " Perspectives, 2023; numbers agree with the authors' program",
                List.of(new WeightsPart(file, "the networks", "https://github.com/VQAssessment/DOVER", true)),
                "S-Lab License 1.0: non-commercial use only");
    }

    private static Config config(String name, String json) {
        return new Config(name, JsonParser.parseString(json).getAsJsonObject());
    }

    @Override
    public MetricCard card() {
        return card;
    }

    @Override
    public Meter open(MeterSetting setting) throws IOException {
        int least = Fragments.PUBLISHED.size();
        if (setting.width() < least || setting.height() < least) {
            throw new IllegalArgumentException(card.id() + " needs frames of at least " + least + "x" + least
                    + " pixels, got " + setting.width() + "x" + setting.height());
        }
        Path file = setting.weights().require(card.id(), card.weights().get(0));
        DoverNetwork network =
                PublishedWeights.load(new DoverNetwork(config), file, DoverNetwork.NAMES, setting.device(), DType.F32);
        return new DoverMeter(network, setting, file.getFileName().toString());
    }
}
