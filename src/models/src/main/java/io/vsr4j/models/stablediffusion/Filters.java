package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;

/**
 * How filters lie in memory: with the channels side by side. Convolutions follow the layout of their filters, norms and
 * sums that of their input, so the whole network works on such pictures: convolutions are faster, and a transformer's
 * tokens are the picture itself, not a copy. On x86 processors, filters in single precision that are not trained lie as
 * oneDNN multiplies them; nothing but the blocks' convolutions can read those.
 */
public final class Filters {
    private Filters() {}

    /**
     * Lays out a parameter, for {@link io.vsr4j.models.network.Network} to call.
     *
     * @param value of any shape; all but filters along two axes stay as they are
     * @return the value itself or, the value then closed, what takes its place
     */
    public static NDArray arranged(NDArray value) {
        if (value.getShape().dimension() != 4) {
            return value;
        }
        try (Autograd off = Autograd.off()) {
            boolean packed = Blocks.ONE_DNN
                    && !value.hasGradient()
                    && !value.getDevice().isGpu()
                    && Torch.type(value) == DType.F32;
            if (!packed) {
                Blocks.run("channels_last", value);
                return value;
            }
            try (value) {
                NDArray arranged = Blocks.call("packed", value);
                arranged.setName(value.getName());
                return arranged;
            }
        }
    }
}
