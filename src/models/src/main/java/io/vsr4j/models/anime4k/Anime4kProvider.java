package io.vsr4j.models.anime4k;

import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelPart;
import io.vsr4j.models.ModelProvider;
import io.vsr4j.models.ModelWork;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.network.Macs;
import io.vsr4j.tensor.Weights;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Opens the network of Anime4K. */
public final class Anime4kProvider implements ModelProvider {
    private static final ModelCard CARD = ModelCard.builder(
                    "anime4k",
                    "Anime4K",
                    "Very small network for single frames: sharper than bicubic on clean video, leaves compression as it is")
            .setScales(4, 2, 4)
            .setMemory(Anime4kModel::bytes)
            .optReach(0, Anime4kModel.SPATIAL_REACH)
            .optWeights(Anime4kModel.declared().count(), true, "MIT", "Anime4K, Copyright (c) 2019 bloc97")
            .optPaper(URI.create("https://github.com/bloc97/Anime4K"))
            .build();

    @Override
    public ModelCard card() {
        return CARD;
    }

    @Override
    public VsrModel open(int scale, ModelOptions options) {
        try (Weights weights = weights()) {
            return new Anime4kModel(CARD, scale, options.device(), weights);
        }
    }

    @Override
    public String fingerprint(ModelOptions options) {
        try (Weights weights = weights()) {
            return weights.sha256();
        }
    }

    private static Weights weights() {
        return Weights.resource(Anime4kModel.class, Anime4kModel.WEIGHTS);
    }

    @Override
    public List<ModelPart> parts() {
        return List.of(ModelPart.frozen("network", Anime4kModel.declared()));
    }

    @Override
    public List<ModelWork> work() {
        // Once at the source's size, once at twice that.
        long pixels = 180 * 320 * (1 + 4);
        return List.of(new ModelWork(
                "", 1, 720, 1280, Map.of("network", Macs.of(Anime4kModel.declared(), layer -> pixels)), "", ""));
    }
}
