package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.Scopes;

/** The one operation that all samplers are made of. */
final class Combination {
    private Combination() {}

    /** {@code a x + b y}; belongs to the manager of {@code x}, where nothing else stays. */
    static NDArray of(float a, NDArray x, float b, NDArray y) {
        return Scopes.within(x.getManager(), scope -> {
            NDArray first = Scopes.borrow(scope, x);
            NDArray second = Scopes.borrow(scope, y).mul(b);
            // Each product is rounded before the sum, which gives the bits of PyTorch code that is written so.
            return a == 1 ? first.add(second) : first.mul(a).addi(second);
        });
    }
}
