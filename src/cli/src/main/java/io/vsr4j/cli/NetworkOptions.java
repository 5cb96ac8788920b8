package io.vsr4j.cli;

import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.upscale.UpscaleSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The model and how it is run. */
final class NetworkOptions {
    @Option(
            names = "--model",
            paramLabel = "ID",
            completionCandidates = Candidates.Models.class,
            description = "Model, one of those that 'vsr models' lists (default: ${DEFAULT-VALUE}).",
            defaultValue = "compact")
    private String model;

    @Option(
            names = "--weights",
            paramLabel = "DIR",
            description = "Folder of the model's weights, unless they are embedded.")
    private Optional<Path> weights;

    @Mixin
    private ComputeOptions compute;

    /** {@return the card of the model} */
    ModelCard card() {
        return ModelRegistry.card(model);
    }

    /**
     * {@return the settings}
     *
     * @param scale factor, if one was asked for
     */
    UpscaleSettings.Network settings(Optional<Integer> scale) {
        return compute.settings(card(), weights, scale);
    }
}
