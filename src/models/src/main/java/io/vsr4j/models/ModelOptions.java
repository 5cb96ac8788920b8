package io.vsr4j.models;

import ai.djl.Device;
import io.vsr4j.tensor.DType;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to open a model.
 *
 * @param weights folder of the weights; models with embedded weights need none
 * @param device where it computes
 * @param dtype what it computes in, one of the card's
 * @param prompt words that describe the video, for models that take them; open: what the weights folder has
 */
public record ModelOptions(Optional<Path> weights, Device device, DType dtype, Optional<String> prompt) {
    /** On the CPU in single precision, with embedded weights. */
    public static final ModelOptions DEFAULT = new ModelOptions(Optional.empty(), Device.cpu(), DType.F32);

    /**
     * Without a prompt of the user's.
     *
     * @param weights as above
     * @param device as above
     * @param dtype as above
     */
    public ModelOptions(Optional<Path> weights, Device device, DType dtype) {
        this(weights, device, dtype, Optional.empty());
    }
}
