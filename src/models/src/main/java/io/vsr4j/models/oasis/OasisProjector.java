package io.vsr4j.models.oasis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Network;

/**
 * Makes latents of a low-quality video without an encoder: each box of its pixels, over time and space, is one pixel of
 * the latent after one linear layer. The published size has 48 numbers in, 16 out: 784 parameters.
 */
public final class OasisProjector extends Network {
    private final OasisConfig config;

    /**
     * Declares the parameters, {@code proj.weight} and {@code proj.bias}. They stay in single precision.
     *
     * @param config the sizes
     */
    public OasisProjector(OasisConfig config) {
        this.config = config;
        parameters()
                .exact("proj.weight", config.latentChannels(), config.boxWidth())
                .exact("proj.bias", config.latentChannels());
    }

    /** {@return its sizes} */
    public OasisConfig config() {
        return config;
    }

    /**
     * Projects a video. Its first frame is repeated in front, so that the first latent frame, which the decoder takes for
     * one frame of the video, has a whole box too.
     *
     * @param video {@code (B, 3, 1 + 4k, h, w)}, -1 to 1; h and w are multiples of 2
     * @return latents {@code (B, 16, 1 + k, h / 2, w / 2)}, normalised, in single precision
     */
    public NDArray forward(NDArray video) {
        Shape shape = video.getShape();
        int time = config.timeFactor();
        int side = config.spaceFactor();
        if (shape.dimension() != 5
                || shape.get(1) != OasisConfig.COLOURS
                || shape.get(2) % time != 1 % time
                || shape.get(3) % side != 0
                || shape.get(4) % side != 0) {
            throw new IllegalArgumentException("a video must be (B, 3, 1 + " + time + " k, h, w) with sides that are"
                    + " multiples of " + side + ", got " + shape);
        }
        return OasisScripts.SCRIPT.call("project", video, parameters().dict(), time, side);
    }
}
