package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;

/** The first and the last convolution of an encoder or decoder, both causal; before the last come RMS norm and SiLU. */
final class WanVaeEnds {
    private final Parameters first;
    private final Parameters last;
    private final Parameters norm;

    WanVaeEnds(Parameters p, long in, long firstWidth, long lastWidth, long out) {
        first = p.child("conv_in");
        first.tensor("weight", firstWidth, in, 3, 3, 3).tensor("bias", firstWidth);
        norm = p.child("norm_out");
        norm.exact("gamma", lastWidth, 1, 1, 1);
        last = p.child("conv_out");
        last.tensor("weight", out, lastWidth, 3, 3, 3).tensor("bias", out);
    }

    WanVaeLayer first() {
        return new WanVaeLayer() {
            @Override
            public NDArray forward(NDArray x, WanVaePast past) {
                return past.step(this, "enter", x, 1, first.dict());
            }
        };
    }

    WanVaeLayer last() {
        return new WanVaeLayer() {
            @Override
            public NDArray forward(NDArray x, WanVaePast past) {
                return past.step(this, "leave", x, 1, norm.dict(), last.dict());
            }
        };
    }
}
