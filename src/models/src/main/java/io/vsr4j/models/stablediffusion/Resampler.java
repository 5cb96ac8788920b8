package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;

/** A convolution that halves the size, or that follows a doubling of it. */
final class Resampler {
    private final Parameters parameters;

    Resampler(Parameters p, int width) {
        parameters = p.conv("conv", width, width, 3, 3);
    }

    /** Halves, rounding up. */
    NDArray down(NDArray x) {
        return Blocks.call("downsample", x, parameters.dict());
    }

    /** Halves, rounding down, as an encoder does. */
    NDArray vaeDown(NDArray x) {
        return Blocks.call("vae_downsample", x, parameters.dict());
    }

    NDArray up(NDArray x, long height, long width) {
        return Blocks.call("upsample", x, parameters.dict(), new long[] {height, width});
    }

    NDArray twice(NDArray x) {
        return up(x, 2 * x.getShape().get(2), 2 * x.getShape().get(3));
    }
}
