package io.vsr4j.models.stablediffusion;

import static io.vsr4j.models.stablediffusion.Blocks.after;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Piece;

/**
 * The innermost layers of an encoder or decoder: ResNet block, attention among all pixels if there is any, ResNet block.
 */
public final class VaeMidBlock {
    /** Added to the variance in every norm of an autoencoder. */
    static final double EPS = 1e-6;

    private final ResnetBlock first;
    private final Parameters attention;
    private final ResnetBlock second;
    private final int groups;

    /**
     * Declares the parameters.
     *
     * @param p those of the block
     * @param width channels
     * @param groups of the norms
     * @param attends whether there is attention
     */
    public VaeMidBlock(Parameters p, int width, NormGroups groups, boolean attends) {
        first = new ResnetBlock(p.child("resnets.0"), width, width, 0, groups, EPS);
        attention = attends ? attention(p.child("attentions.0"), width) : null;
        second = new ResnetBlock(p.child("resnets.1"), width, width, 0, groups, EPS);
        this.groups = groups.of(width);
    }

    private static Parameters attention(Parameters p, int width) {
        p.norm("group_norm", width);
        for (String layer : new String[] {"to_q", "to_k", "to_v", "to_out.0"}) {
            p.linear(layer, width, width);
        }
        return p;
    }

    /**
     * Computes the block.
     *
     * @param x {@code [N, width, H, W]}; not closed
     * @return the same shape
     */
    public NDArray forward(NDArray x) {
        return Piece.of(x, this::whole);
    }

    private NDArray whole(NDArray x) {
        NDArray h = first.forward(x, null);
        if (attention != null) {
            h = after(h, Blocks.call("vae_attention", h, attention.dict(), groups, EPS));
        }
        return after(h, second.forward(h, null));
    }
}
