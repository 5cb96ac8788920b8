package io.vsr4j.quality.evaluate;

import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.ModelWork;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.upscale.UpscaleSettings;
import java.io.IOException;
import java.util.Optional;

/**
 * What a model is made of, and what it computes.
 *
 * @param parameters learned numbers, those of its weights folder where it has one
 * @param work one window of the published size; empty if that was not counted, or the folder holds another size
 */
public record ModelFigures(long parameters, Optional<ModelWork> work) {
    static ModelFigures of(UpscaleSettings.Network network) throws IOException {
        ModelCard card = ModelRegistry.card(network.model());
        long parameters = network.weights().isPresent()
                ? WeightsFolder.open(network.weights().get(), card.id()).parameters()
                : card.parameters();
        boolean published = parameters >= card.parameters();
        return new ModelFigures(
                parameters, published ? ModelRegistry.work(card.id()).stream().findFirst() : Optional.empty());
    }

    static final ModelFigures UNKNOWN = new ModelFigures(0, Optional.empty());
}
