package io.vsr4j.quality.musiq;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/** The network: a few convolutions for each patch by itself, then a transformer over all patches of all sizes. */
public final class Musiq extends Network {
    private static final TorchScript SCRIPT = TorchScript.resource(Musiq.class, "musiq.ts.py");

    /** Channels of the convolutions, which are the same in every published network. */
    private static final int ROOT = 64;

    private static final int OUT = 256;

    private final MultiScalePatches geometry;
    private final Parameters root;
    private final Parameters block;
    private final Parameters embedding;
    private final Parameters places;
    private final List<Parameters> layers = new ArrayList<>();
    private final Parameters norm;
    private final Parameters head;
    private final int patch;
    private final int heads;

    /**
     * @param config {@code patch_size}, {@code longer_side_lengths}, {@code spatial_pos_grid_size},
     *     {@code max_seq_len_from_original_res}; {@code hidden_size}, {@code mlp_dim}, {@code num_heads},
     *     {@code num_layers}, {@code num_scales}, {@code num_class}
     */
    public Musiq(Config config) {
        geometry = MultiScalePatches.of(config, "spatial_pos_grid_size");
        patch = geometry.patch();
        config.require(patch % 4 == 0, "patch_size", "a multiple of 4");
        int width = config.positive("hidden_size", 384);
        heads = config.positive("num_heads", 6);
        config.require(width % heads == 0, "num_heads", "a divisor of hidden_size " + width);
        int scales = config.positive("num_scales", 3);
        config.require(
                scales > geometry.longer().size(), "num_scales", "more than longer_side_lengths has, for the original");
        int hidden = config.positive("mlp_dim", 1152);

        root = parameters().tensor("conv_root.weight", ROOT, 3, 7, 7).norm("gn_root", ROOT);
        block = parameters()
                .child("block1")
                .tensor("conv1.weight", ROOT, ROOT, 1, 1)
                .norm("gn1", ROOT)
                .tensor("conv2.weight", ROOT, ROOT, 3, 3)
                .norm("gn2", ROOT)
                .tensor("conv3.weight", OUT, ROOT, 1, 1)
                .norm("gn3", OUT)
                .tensor("conv_proj.weight", OUT, ROOT, 1, 1)
                .norm("gn_proj", OUT);
        long places = (long) patch / 4 * (patch / 4);
        embedding = parameters()
                .child("embedding")
                .tensor("weight", width, places * OUT)
                .tensor("bias", width);
        Parameters encoder = parameters().child("transformer_encoder");
        this.places = encoder.tensor("cls", 1, 1, width)
                .tensor("posembed_input.position_emb", 1, (long) geometry.cells() * geometry.cells(), width)
                .tensor("scaleembed_input.scale_emb", scales, width);
        for (int i = 0; i < config.number("num_layers", 14); i++) {
            layers.add(encoder.child("transformer.encoderblock_" + i)
                    .norm("norm1", width)
                    .linear("attention.query", width, width)
                    .linear("attention.key", width, width)
                    .linear("attention.value", width, width)
                    .linear("attention.out", width, width)
                    .norm("norm2", width)
                    .linear("mlp.fc1", width, hidden)
                    .linear("mlp.fc2", hidden, width));
        }
        norm = encoder.child("encoder_norm").tensor("weight", width).tensor("bias", width);
        int classes = config.positive("num_class", 1);
        head = parameters()
                .child(classes == 1 ? "head" : "head.0")
                .tensor("weight", classes, width)
                .tensor("bias", classes);
    }

    /** {@return how it cuts pictures} */
    public MultiScalePatches geometry() {
        return geometry;
    }

    /** Weights of convolutions have mean 0 and deviation 1 in each output channel. */
    @Override
    protected NDArray arranged(NDArray value) {
        String name = value.getName();
        if (name == null || !name.matches("(conv_root|block1\\.conv\\w+)\\.weight")) {
            return value;
        }
        try (value) {
            return SCRIPT.call("standardised", value);
        }
    }

    /**
     * Looks at pictures of one size.
     *
     * @param patches {@code [N, tokens, 3 * patch * patch]}, from the geometry
     * @param positions {@code [tokens, 3]}, from the geometry
     * @return {@code [N, classes]}: the score, or the logits of the scores 1, 2, ...
     */
    public NDArray forward(NDArray patches, NDArray positions) {
        return Scopes.within(patches.getManager(), scope -> {
            NDArray h = embedded(scope, patches, positions);
            for (Parameters layer : layers) {
                try (NDArray before = h) {
                    h = SCRIPT.call("layer", before, layer.dict(), heads);
                }
            }
            return SCRIPT.call("leave", h, norm.dict(), head.dict());
        });
    }

    private NDArray embedded(NDManager scope, NDArray patches, NDArray positions) {
        // Nobody attends to empty tokens.
        NDArray live = SCRIPT.callIn(scope, "live", positions);
        NDArray tokens =
                SCRIPT.callIn(scope, "look", patches, live, root.dict(), block.dict(), embedding.dict(), patch);
        return SCRIPT.call("place", tokens, positions, live, places.dict());
    }

    /**
     * Tells the share of people who would give each score.
     *
     * @param outputs {@code [N, classes]}, from {@link #forward}, more than one class
     * @return {@code [N, classes]}, which sum to 1
     */
    public static NDArray distribution(NDArray outputs) {
        return SCRIPT.call("distribution", outputs);
    }

    /**
     * Scores.
     *
     * @param outputs {@code [N, classes]}, from {@link #forward}
     * @return {@code [N, 1]}: the output itself, or the mean of the distribution
     */
    public static NDArray score(NDArray outputs) {
        return SCRIPT.call("score", outputs);
    }
}
