package io.vsr4j.training;

import ai.djl.Device;
import io.vsr4j.tensor.DType;

/** What a network computes in while it is trained. */
public enum Precision {
    /** bfloat16 on a GPU, single precision on a processor, most of which have no bfloat16. */
    AUTO,
    /** Single. */
    F32,
    /** bfloat16: the parameters' copies in single precision are with the optimiser. */
    BF16;

    /**
     * Reads the setting {@code precision}.
     *
     * @param settings of a recipe
     * @param device where the network computes
     * @return what to bind the network with
     */
    public static DType of(Settings settings, Device device) {
        return switch (settings.choice("precision", Precision.class)) {
            case F32 -> DType.F32;
            case BF16 -> DType.BF16;
            case AUTO -> device.isGpu() ? DType.BF16 : DType.F32;
        };
    }
}
