package io.vsr4j.functions;

import ai.djl.Device;
import io.vsr4j.functions.weights.WeightsFolders;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.UpscaleSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a process that plans knows of weights, which it does not load: from their folder or, where it has none, from the
 * settings.
 */
final class KnownWeights {
    private final FunctionsConfig config;
    private final WeightsFolders folders;
    private Asked last;
    private Facts lastFacts;

    /**
     * What is known of a model's weights.
     *
     * @param fingerprint tells them from others
     * @param parameters learned numbers
     */
    record Facts(String fingerprint, long parameters) {}

    private record Asked(String model, Optional<Path> folder, Optional<String> prompt) {}

    KnownWeights(Service service) {
        config = service.config();
        folders = service.weights();
    }

    /**
     * Tells what is known. A folder is read through the first time.
     *
     * @throws IllegalArgumentException if the model does not do what is wanted
     * @throws io.vsr4j.tensor.CheckpointException if the folder is not this model's
     * @throws InvalidRequestException if nothing is known
     */
    synchronized Facts of(UpscaleSettings.Network wanted) throws IOException {
        ModelRegistry.require(wanted.model(), options(wanted, wanted.weights()));
        ModelCard card = ModelRegistry.card(wanted.model());
        if (!card.embedded() && wanted.weights().isEmpty()) {
            return new Facts(hash(wanted), card.parameters());
        }
        Asked asked = new Asked(wanted.model(), wanted.weights(), wanted.prompt());
        if (!asked.equals(last)) {
            Optional<Path> folder = folders.of(wanted.weights());
            lastFacts =
                    new Facts(ModelRegistry.fingerprint(card.id(), options(wanted, folder)), parameters(card, folder));
            last = asked;
        }
        return lastFacts;
    }

    private static ModelOptions options(UpscaleSettings.Network wanted, Optional<Path> folder) {
        return new ModelOptions(
                folder,
                Device.cpu(), // nothing is computed
                wanted.dtype(ModelRegistry.card(wanted.model())),
                wanted.offload(),
                wanted.prompt());
    }

    private static long parameters(ModelCard card, Optional<Path> folder) throws IOException {
        return folder.isPresent() ? WeightsFolder.open(folder.get(), card.id()).parameters() : card.parameters();
    }

    private String hash(UpscaleSettings.Network wanted) {
        String model = wanted.model();
        String hash = config.weightsHashes().get(model);
        if (hash == null) {
            throw new InvalidRequestException("model '" + model + "' has no weights here; set vsr.weights." + model
                    + " to their folder, or vsr.weights-hash." + model + " to the hash that workers print");
        }
        if (wanted.memory().isEmpty()) {
            throw new InvalidRequestException("of model '" + model + "' only the hash is known here, not what memory"
                    + " workers have; set vsr.defaults.memory to the gigabytes that a window may take");
        }
        if (wanted.prompt().isPresent()) {
            throw new InvalidRequestException("of model '" + model + "' only the hash is known here, which holds for no"
                    + " prompt but its own; leave out prompt, or set vsr.weights." + model + " to the folder");
        }
        return hash;
    }
}
