package io.vsr4j.models;

import ai.djl.Device;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to open a model.
 *
 * @param weights folder of the weights; models with embedded weights need none
 * @param device where it computes
 * @param dtype what it computes in, one of the card's
 * @param offload whether the weights of its blocks are read in turn instead of kept on the device: slower, for models
 *     whose card says so, with results that are equal to the bit
 * @param prompt words that describe the video, for models that take them; open: what the weights folder has
 */
public record ModelOptions(
        Optional<Path> weights, Device device, DType dtype, boolean offload, Optional<String> prompt) {
    /** On the CPU in single precision, with embedded weights. */
    public static final ModelOptions DEFAULT = new ModelOptions(Optional.empty(), Device.cpu(), DType.F32);

    /**
     * Keeps all weights on the device, and takes the prompt of the weights folder.
     *
     * @param weights folder of the weights; models with embedded weights need none
     * @param device where it computes
     * @param dtype what it computes in, one of the card's
     */
    public ModelOptions(Optional<Path> weights, Device device, DType dtype) {
        this(weights, device, dtype, false, Optional.empty());
    }

    /**
     * Opens the weights folder.
     *
     * @param model whose weights it must hold: a card's id
     * @return the folder
     * @throws CheckpointException if none is named, or it holds another model's weights
     * @throws IOException if it cannot be read
     */
    public WeightsFolder folder(String model) throws IOException {
        Path root = weights.orElseThrow(() -> new CheckpointException("model '" + model
                + "' needs a folder of weights; name it with --weights, 'vsr models' says how to get one"));
        return WeightsFolder.open(root, model);
    }
}
