package io.vsr4j.models.clip;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Torch;

/**
 * CLIP with its vision transformer: pictures and texts as vectors that can be compared. Names and configuration are
 * those of the transformers library's {@code CLIPModel}. Source: Radford et al., "Learning Transferable Visual Models
 * From Natural Language Supervision", 2021.
 */
public final class ClipModel extends Network {
    private final ClipText text;
    private final ClipVision vision;
    private final Parameters projections;

    /** @param config of the whole model, with a {@code text_config} and a {@code vision_config} */
    public ClipModel(Config config) {
        text = new ClipText(parameters().child("text_model"), config.part("text_config"));
        vision = new ClipVision(parameters().child("vision_model"), config.part("vision_config"));
        long shared = config.positive("projection_dim", 512);
        projections = parameters()
                .matrix("visual_projection", vision.width(), shared)
                .matrix("text_projection", text.width(), shared)
                .exact("logit_scale");
    }

    /** {@return the text transformer} */
    public ClipText text() {
        return text;
    }

    /** {@return the vision transformer} */
    public ClipVision vision() {
        return vision;
    }

    /**
     * @param hidden from {@link ClipVision#forward}
     * @return {@code [N, shared]}, of length 1
     */
    public NDArray imageEmbedding(NDArray hidden) {
        try (NDArray pooled = vision.pooled(hidden)) {
            return projected(pooled, "visual_projection.weight");
        }
    }

    /**
     * @param hidden from {@link ClipText#forward}
     * @param ids the tokens
     * @return {@code [N, shared]}, of length 1
     */
    public NDArray textEmbedding(NDArray hidden, NDArray ids) {
        try (NDArray pooled = text.pooled(hidden, ids)) {
            return projected(pooled, "text_projection.weight");
        }
    }

    private NDArray projected(NDArray pooled, String projection) {
        try (NDArray x = Torch.linear(pooled, projections.get(projection), null)) {
            return ClipScores.unit(x);
        }
    }

    /** {@return by what cosines are multiplied to give logits} */
    public double logitScale() {
        return Math.exp(projections.get("logit_scale").toFloatArray()[0]);
    }
}
