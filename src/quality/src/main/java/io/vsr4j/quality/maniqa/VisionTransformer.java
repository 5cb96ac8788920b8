package io.vsr4j.quality.maniqa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/** A plain vision transformer, of which four inner layers are asked and those after them left out. */
final class VisionTransformer {
    private static final TorchScript SCRIPT = TorchScript.resource(VisionTransformer.class, "vit.ts.py");

    private static final int FIRST = 6;
    private static final int LAST = 9;
    private static final int MLP_RATIO = 4;

    private final Parameters embed;
    private final List<Parameters> blocks = new ArrayList<>();
    private final int width;
    private final int side;
    private final int patch;
    private final int heads;

    /**
     * @param p named {@code vit}
     * @param config {@code img_size}, {@code patch_size}, {@code embed_dim}, {@code num_heads}, {@code depth}
     */
    VisionTransformer(Parameters p, Config config) {
        patch = config.positive("patch_size", 8);
        side = config.positive("img_size", 224) / patch;
        width = config.positive("embed_dim", 768);
        heads = config.positive("num_heads", 12);
        config.require(side > 0, "patch_size", "at most img_size");
        config.require(width % heads == 0, "num_heads", "a divisor of embed_dim " + width);
        config.require(config.positive("depth", 12) > LAST, "depth", "at least " + (LAST + 1));
        embed = p.conv("patch_embed.proj", 3, width, patch, patch)
                .tensor("cls_token", 1, 1, width)
                .tensor("pos_embed", 1, (long) side * side + 1, width);
        for (int i = 0; i <= LAST; i++) {
            blocks.add(p.child("blocks." + i)
                    .norm("norm1", width)
                    .linear("attn.qkv", width, 3L * width)
                    .linear("attn.proj", width, width)
                    .norm("norm2", width)
                    .linear("mlp.fc1", width, (long) MLP_RATIO * width)
                    .linear("mlp.fc2", (long) MLP_RATIO * width, width));
        }
    }

    /** {@return patches along a side} */
    int side() {
        return side;
    }

    /** {@return channels of all four layers together} */
    int channels() {
        return (LAST - FIRST + 1) * width;
    }

    /**
     * Looks at crops.
     *
     * @param x {@code [N, 3, S, S]}, -1 to 1
     * @return {@code [N, channels, patches]}
     */
    NDArray forward(NDArray x) {
        return Scopes.within(x.getManager(), scope -> forward(scope, x));
    }

    private NDArray forward(NDManager scope, NDArray x) {
        List<NDArray> seen = new ArrayList<>();
        NDArray h = SCRIPT.callIn(scope, "embed", x, embed.dict(), patch);
        for (int i = 0; i < blocks.size(); i++) {
            NDArray before = h;
            h = SCRIPT.call("block", before, blocks.get(i).dict(), heads);
            if (i >= FIRST) {
                seen.add(h);
            }
            if (i <= FIRST) {
                before.close();
            }
        }
        return SCRIPT.callIn(scope, "gather", seen);
    }
}
