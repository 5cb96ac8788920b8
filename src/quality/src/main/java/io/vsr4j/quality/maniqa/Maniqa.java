package io.vsr4j.quality.maniqa;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.quality.PublishedWeights;
import io.vsr4j.tensor.RenameTable;
import io.vsr4j.tensor.TorchScript;

/** The network, which judges every place of a crop. */
public final class Maniqa extends Network {
    private static final TorchScript SCRIPT = TorchScript.resource(Maniqa.class, "stage.ts.py");

    /** What is stored and never used: layers behind those that are asked, and what follows from the window's size. */
    static final RenameTable NAMES = PublishedWeights.PLAIN
            .drop("^vit\\.(norm|head)\\.")
            .drop("^vit\\.blocks\\.\\d{2,}\\.")
            .drop("^swintransformer\\d\\.downsample\\.")
            .drop("\\.(relative_position_index|attn_mask)$");

    private final VisionTransformer vit;
    private final Stage first;
    private final Stage second;
    private final Parameters score;
    private final Parameters weight;

    /**
     * @param config {@code vit}, see {@link VisionTransformer}; {@code embed_dim}, {@code depths}, {@code num_heads},
     *     {@code window_size}, {@code dim_mlp}, {@code num_tab}, {@code scale}
     */
    public Maniqa(Config config) {
        vit = new VisionTransformer(parameters().child("vit"), config.part("vit"));
        int width = config.positive("embed_dim", 768);
        config.require(width % 2 == 0, "embed_dim", "an even number");
        first = new Stage(parameters(), 1, config, vit.side(), vit.channels(), width);
        second = new Stage(parameters(), 2, config, vit.side(), width, width / 2);
        score = head("fc_score", width / 2);
        weight = head("fc_weight", width / 2);
    }

    private Parameters head(String name, int width) {
        return parameters().child(name).linear("0", width, width).linear("3", width, 1);
    }

    /**
     * Looks at crops.
     *
     * @param x {@code [N, 3, S, S]}, RGB, -1 to 1, S what the network was made for
     * @return {@code [N, 2, places]}: the score of each place, at least 0, and how much it counts, 0 to 1
     */
    public NDArray forward(NDArray x) {
        try (NDArray seen = vit.forward(x);
                NDArray one = first.forward(seen);
                NDArray two = second.forward(one)) {
            return SCRIPT.call("judge", two, score.dict(), weight.dict());
        }
    }
}
