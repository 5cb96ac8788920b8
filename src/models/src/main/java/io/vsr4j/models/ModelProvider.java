package io.vsr4j.models;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the registry knows of a model: its card, and how to open it. */
public interface ModelProvider {
    /** {@return the card} */
    ModelCard card();

    /**
     * Loads the model. Factor, type and prompt have been checked against the card.
     *
     * @param scale the factor
     * @param options weights, device, type, prompt
     * @return the model
     * @throws io.vsr4j.tensor.CheckpointException if the weights are missing or not this model's
     * @throws IOException if they cannot be read
     */
    VsrModel open(int scale, ModelOptions options) throws IOException;

    /**
     * Tells the {@link VsrModel#fingerprint} that the opened model would have. Reads the weights, but loads no network.
     *
     * @param options weights and prompt; the others do not matter
     * @return the fingerprint
     * @throws io.vsr4j.tensor.CheckpointException if the weights are missing or not this model's
     * @throws IOException if they cannot be read
     */
    String fingerprint(ModelOptions options) throws IOException;

    /** {@return what makes weights folders of the model; empty if it needs none} */
    default Optional<FolderMaker> folders() {
        return Optional.empty();
    }

    /** {@return what is in a weights folder of the model; empty if it needs none} */
    default List<WeightsPart> weightsParts() {
        return List.of();
    }

    /** {@return how a user gets a weights folder, in lines; empty if the model needs none} */
    default List<String> weightsHelp() {
        return List.of();
    }

    /** {@return what the model is made of in its published size, and its paper's figures; empty if it learns nothing} */
    default List<ModelPart> parts() {
        return List.of();
    }

    /**
     * {@return what windows cost; the first is of the default length and of 1280x720, or what is nearest above that the
     * model takes; empty if it is not worth counting}
     */
    default List<ModelWork> work() {
        return List.of();
    }
}
