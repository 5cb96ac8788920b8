package io.vsr4j.models.stablediffusion;

import static io.vsr4j.models.stablediffusion.Blocks.after;
import static io.vsr4j.models.stablediffusion.Blocks.replace;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A UNet between its picture and its result: all but the time embedding. */
public final class UNetBody {
    private final Parameters parameters;
    private final List<UNetStage> down = new ArrayList<>();
    private final UNetStage mid;
    private final List<UNetStage> up = new ArrayList<>();
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
        for (int i = 0; i < config.widths().size(); i++) {
            down.add(UNetStage.down(p, config, i));
            up.add(UNetStage.up(p, config, i));
        }
        mid = UNetStage.mid(p, config);
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
        for (Segment stage : stages(given, hook)) {
            stage.step().accept(stack);
        }
        NDArray h = stack.pop();
        return after(h, out(h));
    }

    /** All of the network in pieces, without hooks. */
    List<Segment> segments(Condition given) {
        List<Segment> all = new ArrayList<>(stages(given, LayerHook.NONE));
        all.set(0, all.get(0).after(stack -> replace(stack, this::in)));
        all.add(new Segment("", stack -> replace(stack, this::out)));
        return all;
    }

    /** On the way down a stage's result is a skip too, and stays where it is. */
    private List<Segment> stages(Condition given, LayerHook hook) {
        List<Segment> all = new ArrayList<>();
        for (UNetStage stage : down) {
            all.add(new Segment(stage.name(), stack -> stage.down(stack.peek(), given, hook, stack)));
        }
        all.add(new Segment(mid.name(), stack -> stack.push(mid.mid(stack.peek(), given, hook))));
        for (UNetStage stage : up) {
            all.add(new Segment(stage.name(), stack -> stack.push(stage.up(stack.pop(), given, hook, stack))));
        }
        return all;
    }

    private NDArray in(NDArray x) {
        return Blocks.call("conv_in", x, parameters.dict());
    }

    private NDArray out(NDArray x) {
        return Blocks.call("conv_out", x, parameters.dict(), groups, eps);
    }
}
