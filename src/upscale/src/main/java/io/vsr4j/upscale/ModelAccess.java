package io.vsr4j.upscale;

import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The model that settings ask for, not opened yet. */
record ModelAccess(UpscaleSettings.Network network, ModelCard card) {
    static ModelAccess of(UpscaleSettings.Network network) {
        return new ModelAccess(network, ModelRegistry.card(network.model()));
    }

    /** {@return the type that windows are computed in} */
    DType dtype() {
        return network.dtype(card);
    }

    /** Learned numbers in truth: a folder may hold a smaller network than the published one. */
    long parameters() throws IOException {
        Optional<Path> folder = network.weights();
        if (folder.isPresent()) {
            return WeightsFolder.open(folder.get(), card.id()).parameters();
        }
        return card.embedded() ? card.parameters() : 0; // without a folder it will not open
    }

    /** {@return the opened model; the caller closes it} */
    VsrModel open(int scale, boolean offload, DType dtype) {
        return ModelRegistry.open(
                card.id(),
                scale,
                new ModelOptions(
                        network.weights(), TorchEngine.device(network.device()), dtype, offload, network.prompt()));
    }
}
