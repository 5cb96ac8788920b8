package io.vsr4j.quality.maniqa;

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

/** MANIQA, with one of its published files. Which data it was trained on only the file's name tells. */
public final class ManiqaMetric implements Metric {
    private static final String AUTHORS = "https://github.com/IIGROUP/MANIQA/releases";

    /** Trained on KonIQ-10k: today's default of IQA-PyTorch. */
    public static final ManiqaMetric KONIQ = new ManiqaMetric(
            "maniqa", "MANIQA (KonIQ-10k)", "ckpt_koniq10k", AUTHORS, published(0.8), new UniformCrops(20, 224));

    /** Trained on PIPAL: what papers on super-resolution often report. */
    public static final ManiqaMetric PIPAL = new ManiqaMetric(
            "maniqa-pipal",
            "MANIQA (PIPAL)",
            "MANIQA_PIPAL",
            "https://huggingface.co/chaofengc/IQA-PyTorch-Weights",
            published(0.13),
            new UniformCrops(20, 224));

    /** Trained on KADID-10k. */
    public static final ManiqaMetric KADID = new ManiqaMetric(
            "maniqa-kadid", "MANIQA (KADID-10k)", "ckpt_kadid10k", AUTHORS, published(0.8), new UniformCrops(20, 224));

    private final Config config;
    private final UniformCrops crops;
    private final MetricCard card;

    /**
     * @param id what users type
     * @param title what users read
     * @param file how the name of its file begins
     * @param origin where it comes from
     * @param config of the network
     * @param crops of each frame
     */
    ManiqaMetric(String id, String title, String file, String origin, Config config, UniformCrops crops) {
        this.config = config;
        this.crops = crops;
        card = new MetricCard(
                id,
                title,
                MetricCard.Better.HIGHER,
                false,
                "mean of the scores of all patches of " + crops.count() + " crops, by learned weights, all crops"
                        + " together; mean over frames",
                "R'G'B', 0 to 1, as (x - 0.5)/0.5",
                crops.count() + " crops of " + crops.size() + "x" + crops.size() + " on a fixed grid; a frame whose"
                        + " shorter side is not longer is enlarged first, bilinear. The authors' program takes random"
                        + " crops, so its numbers are others",
                "Yang et al., MANIQA: Multi-dimension Attention Network for No-Reference Image Quality Assessment, 2022;"
                        + " numbers agree with IQA-PyTorch",
                List.of(new WeightsPart(file, "the network", origin, true)),
                "the authors' code: Apache 2.0; IQA-PyTorch: PolyForm Noncommercial 1.0.0; no terms of"
                        + " the weights themselves are known");
    }

    private static Config published(double scale) {
        String json = "{'embed_dim': 768, 'dim_mlp': 768, 'num_heads': [4, 4], 'depths': [2, 2], 'window_size': 4,"
                + " 'num_tab': 2, 'scale': " + scale + ", 'vit': {'img_size': 224, 'patch_size': 8, 'embed_dim': 768,"
                + " 'depth': 12, 'num_heads': 12}}";
        return new Config("MANIQA", JsonParser.parseString(json).getAsJsonObject());
    }

    @Override
    public MetricCard card() {
        return card;
    }

    /** Twenty crops through the largest network of all take a processor about a minute a frame: only who wants it waits. */
    @Override
    public boolean usual() {
        return false;
    }

    @Override
    public Meter open(MeterSetting setting) throws IOException {
        Path file = setting.weights().require(card.id(), card.weights().get(0));
        Maniqa network = PublishedWeights.load(new Maniqa(config), file, Maniqa.NAMES, setting.device(), DType.F32);
        return new FrameMeter(
                setting,
                network,
                frame -> CropScores.of(network, crops, frame).score(),
                card.title() + ": weights of " + file.getFileName() + ", " + crops.count() + " crops on a fixed grid");
    }
}
