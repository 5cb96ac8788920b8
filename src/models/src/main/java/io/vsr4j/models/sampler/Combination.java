package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;

/** The one operation that all samplers are made of. */
final class Combination {
    private Combination() {}

    /** {@code a x + b y}; belongs to the manager of {@code x}, where nothing else stays. */
    static NDArray of(float a, NDArray x, float b, NDArray y) {
        return Scopes.within(x.getManager(), scope -> {
            NDArray first = Scopes.borrow(scope, x);
            NDArray second = Torch.scale(Scopes.borrow(scope, y), b);
            // Each product is rounded before the sum, which gives the bits of PyTorch code that is written so.
            return a == 1 ? first.add(second) : Torch.scale(first, a).addi(second);
        });
    }
}
