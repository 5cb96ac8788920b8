package io.vsr4j.models.clip;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;

/**
 * CLIP's text transformer alone, as Stable Diffusion's folders hold it ({@code text_encoder}; 2.1 has OpenCLIP's ViT-H
 * with 23 layers).
 */
public final class ClipTextModel extends Network {
    private final ClipText text;

    /** @param config of transformers' {@code CLIPTextModel} */
    public ClipTextModel(Config config) {
        text = new ClipText(parameters().child("text_model"), config);
    }

    /**
     * Reads a prompt.
     *
     * @param ids {@code int64 [N, L]}
     * @return {@code [N, L, width]}: what the UNet's cross-attention takes
     */
    public NDArray forward(NDArray ids) {
        return text.forward(ids);
    }
}
