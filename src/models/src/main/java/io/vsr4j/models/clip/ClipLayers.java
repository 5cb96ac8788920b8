package io.vsr4j.models.clip;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/** The stack of pre-norm layers that both of CLIP's transformers are. */
final class ClipLayers {
    static final TorchScript SCRIPT = TorchScript.resource(ClipLayers.class, "transformer.ts.py");

    private final List<Parameters> layers = new ArrayList<>();
    private final ClipConfig config;
    private final boolean causal;

    ClipLayers(Parameters p, ClipConfig config, boolean causal) {
        this.config = config;
        this.causal = causal;
        long width = config.width();
        for (int i = 0; i < config.layers(); i++) {
            layers.add(p.child("encoder.layers." + i)
                    .linear("self_attn.k_proj", width, width)
                    .linear("self_attn.v_proj", width, width)
                    .linear("self_attn.q_proj", width, width)
                    .linear("self_attn.out_proj", width, width)
                    .norm("layer_norm1", width)
                    .linear("mlp.fc1", width, config.inner())
                    .linear("mlp.fc2", config.inner(), width)
                    .norm("layer_norm2", width));
        }
    }

    /** Closes what it is given. */
    NDArray forward(NDArray embeddings) {
        NDArray x = embeddings;
        for (Parameters layer : layers) {
            try (NDArray before = x) {
                x = SCRIPT.call(
                        "layer", before, layer.dict(), config.heads(), causal, config.quickGelu(), config.eps());
            }
        }
        return x;
    }
}
