package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.TorchScript;
import java.util.List;

/** A part of an autoencoder that takes a video group of frames by group of frames. */
interface WanVaeLayer {
    /** The hot parts of all layers. */
    TorchScript SCRIPT = TorchScript.resource(WanVaeLayer.class, "wan_vae.ts.py");

    /**
     * Computes the next group of frames.
     *
     * @param x {@code [N, C, T, H, W]}, left open
     * @param past what the layer keeps of the groups before
     * @return {@code [N, C', T', H', W']}, with the manager of {@code x}
     */
    NDArray forward(NDArray x, WanVaePast past);

    /** One layer after the other; only the result survives. */
    static NDArray chain(List<? extends WanVaeLayer> layers, NDArray x, WanVaePast past) {
        NDArray h = x;
        for (WanVaeLayer layer : layers) {
            NDArray next = layer.forward(h, past);
            if (h != x) {
                h.close();
            }
            h = next;
        }
        return h;
    }
}
