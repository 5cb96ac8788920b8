package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;

/** Twice RMS norm, SiLU and a causal 3x3x3 convolution, added to the input, which a 1x1x1 one fits to another width. */
final class WanVaeResidual implements WanVaeLayer {
    private final Parameters p;

    WanVaeResidual(Parameters p, long in, long out) {
        this.p = p.exact("norm1.gamma", in, 1, 1, 1)
                .conv("conv1", in, out, 3, 3, 3)
                .exact("norm2.gamma", out, 1, 1, 1)
                .conv("conv2", out, out, 3, 3, 3);
        if (in != out) {
            p.conv("conv_shortcut", in, out, 1, 1, 1);
        }
    }

    @Override
    public NDArray forward(NDArray x, WanVaePast past) {
        return past.step(this, "residual", x, 2, p.dict());
    }
}
