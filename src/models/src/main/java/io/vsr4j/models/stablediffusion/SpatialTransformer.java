package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;

/** Attention among all pixels, attention to the text, and a feed-forward layer, beside a shortcut. */
final class SpatialTransformer {
    private final Parameters parameters;
    private final int heads;
    private final int groups;

    /** textWidth: of the text's features; 0 if there is none. */
    SpatialTransformer(Parameters p, int width, int heads, int textWidth, NormGroups groups) {
        p.norm("norm", width).linear("proj_in", width, width);
        String block = "transformer_blocks.0.";
        p.norm(block + "norm1", width);
        attention(p, block + "attn1.", width, width);
        if (textWidth > 0) {
            p.norm(block + "norm2", width);
            attention(p, block + "attn2.", width, textWidth);
        }
        p.norm(block + "norm3", width);
        p.linear(block + "ff.net.0.proj", width, 8L * width).linear(block + "ff.net.2", 4L * width, width);
        p.linear("proj_out", width, width);
        this.parameters = p;
        this.heads = heads;
        this.groups = groups.of(width);
    }

    private static void attention(Parameters p, String name, int width, int keyWidth) {
        p.matrix(name + "to_q", width, width).matrix(name + "to_k", keyWidth, width);
        p.matrix(name + "to_v", keyWidth, width).linear(name + "to_out.0", width, width);
    }

    NDArray forward(NDArray x, NDArray text) {
        return Blocks.call("transformer", x, text, parameters.dict(), groups, heads);
    }
}
