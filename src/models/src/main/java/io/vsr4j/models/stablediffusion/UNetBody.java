package io.vsr4j.models.stablediffusion;

import static io.vsr4j.models.stablediffusion.Blocks.after;
import static io.vsr4j.models.stablediffusion.Blocks.replace;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Piece;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A UNet between its picture and its result: all but the time embedding. */
public final class UNetBody {
    private final Parameters parameters;
    private final List<UNetStage> all = new ArrayList<>();
    private final int groups;
    private final double eps;

    /**
     * Declares the parameters.
     *
     * @param p those of the UNet
     * @param config its sizes
     */
    public UNetBody(Parameters p, UNetConfig config) {
        int width = config.widths().get(0);
        p.conv("conv_in", config.inChannels(), width, 3, 3);
        p.norm("conv_norm_out", width).conv("conv_out", width, config.outChannels(), 3, 3);
        List<UNetStage> up = new ArrayList<>();
        for (int i = 0; i < config.widths().size(); i++) {
            all.add(UNetStage.down(p, config, i));
            up.add(UNetStage.up(p, config, i));
        }
        all.add(UNetStage.mid(p, config));
        all.addAll(up);
        parameters = p;
        groups = config.groups().of(width);
        eps = config.eps();
    }

    /**
     * Computes without time and text.
     *
     * @param x {@code [N, in, H, W]}, in the type that the network computes in
     * @param hook what to put between the layers
     * @return {@code [N, out, H, W]}
     */
    public NDArray forward(NDArray x, LayerHook hook) {
        return forward(x, Condition.NONE, hook);
    }

    NDArray forward(NDArray x, Condition given, LayerHook hook) {
        Deque<NDArray> stack = new ArrayDeque<>();
        stack.push(in(x));
        for (UNetStage stage : all) {
            stack = piece(stage, stack, given, hook);
        }
        NDArray h = stack.pop();
        return after(h, out(h));
    }

    /** A stage as a piece: of the stack that it finds, and of what it is told besides. */
    private static Deque<NDArray> piece(UNetStage stage, Deque<NDArray> stack, Condition given, LayerHook hook) {
        List<NDArray> inputs = new ArrayList<>(stack);
        int depth = inputs.size();
        inputs.addAll(given.arrays());
        return new ArrayDeque<>(Piece.run(inputs, in -> {
            Deque<NDArray> own = new ArrayDeque<>(in.subList(0, depth));
            stage.run(own, given.of(in.subList(depth, in.size())), hook);
            return new ArrayList<>(own);
        }));
    }

    /** All of the network in pieces, without hooks. */
    List<Segment> segments(Condition given) {
        List<Segment> segments = new ArrayList<>();
        for (UNetStage stage : all) {
            segments.add(new Segment(stage.name(), stack -> stage.run(stack, given, LayerHook.NONE)));
        }
        segments.set(0, segments.get(0).after(stack -> replace(stack, this::in)));
        segments.add(new Segment("", stack -> replace(stack, this::out)));
        return segments;
    }

    private NDArray in(NDArray x) {
        return Blocks.call("conv_in", x, parameters.dict());
    }

    private NDArray out(NDArray x) {
        return Blocks.call("conv_out", x, parameters.dict(), groups, eps);
    }
}
