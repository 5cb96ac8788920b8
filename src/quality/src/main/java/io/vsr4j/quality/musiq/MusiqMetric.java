package io.vsr4j.quality.musiq;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonParser;
import io.vsr4j.models.WeightsPart;
import io.vsr4j.models.network.Config;
import io.vsr4j.quality.FrameMeter;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.PublishedWeights;
import io.vsr4j.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** MUSIQ, with one of its published files. Which data it was trained on only the file's name tells. */
public final class MusiqMetric implements Metric {
    private static final String SCORE = "the output itself, about 0 to 100";

    /** Trained on KonIQ-10k: what papers on super-resolution call MUSIQ. */
    public static final MusiqMetric KONIQ =
            new MusiqMetric("musiq", "MUSIQ (KonIQ-10k)", "musiq_koniq", SCORE, published(1));

    /** Trained on SPAQ. */
    public static final MusiqMetric SPAQ =
            new MusiqMetric("musiq-spaq", "MUSIQ (SPAQ)", "musiq_spaq", SCORE, published(1));

    /** Trained on PaQ-2-PiQ. */
    public static final MusiqMetric PAQ2PIQ =
            new MusiqMetric("musiq-paq2piq", "MUSIQ (PaQ-2-PiQ)", "musiq_paq2piq", SCORE, published(1));

    /** Trained on AVA: beauty rather than quality. */
    public static final MusiqMetric AVA = new MusiqMetric(
            "musiq-ava",
            "MUSIQ (AVA)",
            "musiq_ava",
            "mean of the distribution over scores from 1 to 10",
            published(10));

    private final Config config;
    private final MetricCard card;

    /**
     * @param id what users type
     * @param title what users read
     * @param file how the name of its file begins
     * @param score what the number is
     * @param config of the network
     */
    MusiqMetric(String id, String title, String file, String score, Config config) {
        this.config = config;
        card = new MetricCard(
                id,
                title,
                MetricCard.Better.HIGHER,
                false,
                "transformer over patches of 32x32 of the frame at longer sides of 224 and 384, bicubic without"
                        + " antialias, and at its own size; " + score + "; mean over frames",
                "R'G'B', 0 to 1, as 2x - 1",
                "none",
                "Ke et al., MUSIQ: Multi-scale Image Quality Transformer, 2021; numbers agree with IQA-PyTorch",
                List.of(new WeightsPart(
                        file, "the network", "https://huggingface.co/chaofengc/IQA-PyTorch-Weights", true)),
                "the authors' networks: Apache 2.0; IQA-PyTorch's conversion of them: PolyForm Noncommercial 1.0.0");
    }

    private static Config published(int classes) {
        String json = "{'patch_size': 32, 'hidden_size': 384, 'mlp_dim': 1152, 'num_heads': 6, 'num_layers': 14,"
                + " 'num_scales': 3, 'spatial_pos_grid_size': 10, 'longer_side_lengths': [224, 384],"
                + " 'max_seq_len_from_original_res': -1, 'num_class': " + classes + "}";
        return new Config("MUSIQ", JsonParser.parseString(json).getAsJsonObject());
    }

    @Override
    public MetricCard card() {
        return card;
    }

    @Override
    public Meter open(MeterSetting setting) throws IOException {
        Musiq network = new Musiq(config);
        network.geometry().check(setting.width(), setting.height());
        Path file = setting.weights().require(card.id(), card.weights().get(0));
        PublishedWeights.load(network, file, PublishedWeights.PLAIN, setting.device(), DType.F32);
        return new FrameMeter(
                setting, network, frame -> score(network, frame), card.title() + ": weights of " + file.getFileName());
    }

    private static double score(Musiq network, NDArray frame) {
        int height = Math.toIntExact(frame.getShape().get(2));
        int width = Math.toIntExact(frame.getShape().get(3));
        NDArray positions = network.geometry().positions(frame.getManager(), height, width);
        NDArray patches = network.geometry().patches(frame);
        return Musiq.score(network.forward(patches, positions)).getFloat();
    }
}
