package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import java.util.List;

/** Residual block, attention within each frame, residual block; at the smallest size. */
final class WanVaeMiddle implements WanVaeLayer {
    private final List<WanVaeLayer> layers;

    WanVaeMiddle(Parameters p, long width) {
        layers = List.of(
                new WanVaeResidual(p.child("resnets.0"), width, width),
                new Attention(p.child("attentions.0"), width),
                new WanVaeResidual(p.child("resnets.1"), width, width));
    }

    @Override
    public NDArray forward(NDArray x, WanVaePast past) {
        return WanVaeLayer.chain(layers, x, past);
    }

    private static final class Attention implements WanVaeLayer {
        private final Parameters p;

        Attention(Parameters p, long width) {
            this.p = p.exact("norm.gamma", width, 1, 1)
                    .conv("to_qkv", width, 3 * width, 1, 1)
                    .conv("proj", width, width, 1, 1);
        }

        @Override
        public NDArray forward(NDArray x, WanVaePast past) {
            return SCRIPT.call("attention", x, p.dict());
        }
    }
}
