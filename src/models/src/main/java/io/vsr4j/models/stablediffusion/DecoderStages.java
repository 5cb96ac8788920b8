package io.vsr4j.models.stablediffusion;

import static io.vsr4j.models.stablediffusion.Blocks.after;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Piece;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The part of a decoder that enlarges: all after the mid block. */
public final class DecoderStages {
    private final Parameters parameters;
    private final List<VaeStage> stages = new ArrayList<>();
    private final List<Resampler> doublings = new ArrayList<>();
    private final int groups;

    /**
     * Declares the parameters.
     *
     * @param p those of the decoder
     * @param widths of the stages, the largest picture first; all but the last stage double the size
     * @param layers ResNet blocks in a stage
     * @param channels of the picture that comes out
     * @param groups of the norms
     */
    public DecoderStages(Parameters p, List<Integer> widths, int layers, int channels, NormGroups groups) {
        List<Integer> order = new ArrayList<>(widths);
        Collections.reverse(order);
        for (int i = 0; i < order.size(); i++) {
            Parameters stage = p.child("up_blocks." + i);
            stages.add(new VaeStage(stage, order.get(Math.max(i - 1, 0)), order.get(i), layers, groups));
            if (i < order.size() - 1) {
                doublings.add(new Resampler(stage.child("upsamplers.0"), order.get(i)));
            }
        }
        p.norm("conv_norm_out", widths.get(0)).conv("conv_out", widths.get(0), channels, 3, 3);
        this.parameters = p;
        this.groups = groups.of(widths.get(0));
    }

    /**
     * Computes the picture.
     *
     * @param x result of the mid block, {@code [N, C, H, W]}; closed here
     * @param hook is called with {@code up_blocks.0} and so on
     * @return {@code [N, 3, H * 2^(stages - 1), W * 2^(stages - 1)]}
     */
    public NDArray forward(NDArray x, LayerHook hook) {
        NDArray h = x;
        for (int i = 0; i < stages.size(); i++) {
            int at = i;
            h = Piece.of(h, before -> {
                NDArray y = stage(at, before);
                return after(y, hook.after(site(at), y));
            });
        }
        return after(h, Piece.of(h, this::last));
    }

    /** Each stage, and what follows the last one. */
    List<Segment> segments() {
        List<Segment> all = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            int at = i;
            all.add(new Segment(site(i), stack -> stack.push(stage(at, stack.pop()))));
        }
        all.add(new Segment("", stack -> Blocks.replace(stack, this::last)));
        return all;
    }

    private static String site(int stage) {
        return "up_blocks." + stage;
    }

    /** Uses up x. */
    private NDArray stage(int i, NDArray x) {
        NDArray h = stages.get(i).forward(x);
        return i < doublings.size() ? after(h, doublings.get(i).twice(h)) : h;
    }

    private NDArray last(NDArray x) {
        return Blocks.call("conv_out", x, parameters.dict(), groups, VaeMidBlock.EPS);
    }
}
