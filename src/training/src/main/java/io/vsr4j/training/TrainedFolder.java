package io.vsr4j.training;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.WeightsFolderWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A weights folder after training: some components have new tensors, all else is as it was. */
public final class TrainedFolder {
    /** What a checkpoint has beside its weights, which is of the training that it belongs to. */
    private static final String STATE = "training";

    private TrainedFolder() {}

    /**
     * Opens the folder that a recipe begins with, its setting {@code weights}.
     *
     * @param settings of the recipe
     * @param model whose weights they must be: a card's id
     * @return the folder
     * @throws IllegalArgumentException if none is named
     * @throws io.vsr4j.tensor.CheckpointException if there is none, or it is another model's
     * @throws IOException if it cannot be read
     */
    public static WeightsFolder start(Settings settings, String model) throws IOException {
        Path root = settings.path("weights");
        if (root == null) {
            throw new IllegalArgumentException("setting weights of recipe " + settings.recipe()
                    + " must name the folder to begin with; 'vsr init " + model + "' makes one");
        }
        return WeightsFolder.open(root, model);
    }

    /**
     * Writes the folder, which appears under its name when it is complete.
     *
     * @param start what training began from
     * @param learned all tensors, by name, of each component of which any was learned
     * @param target where the folder will be; nothing is there yet
     * @throws io.vsr4j.tensor.CheckpointException if something is
     * @throws IOException if it cannot be written
     */
    public static void write(WeightsFolder start, Map<String, Map<String, NDArray>> learned, Path target)
            throws IOException {
        try (WeightsFolderWriter folder = WeightsFolderWriter.create(target, start.model())) {
            for (Map.Entry<String, Map<String, NDArray>> component : learned.entrySet()) {
                String name = component.getKey();
                folder.component(name, start.config(name).json(), component.getValue());
            }
            Set<String> others = new HashSet<>(learned.keySet());
            others.add(STATE);
            folder.keep(start, others);
            folder.publish();
        }
    }
}
