package io.vsr4j.models.stablediffusion;

import static io.vsr4j.models.stablediffusion.Blocks.after;

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
        Deque<NDArray> skips = new ArrayDeque<>();
        NDArray h = Blocks.call("conv_in", x, parameters.dict());
        skips.push(h);
        for (UNetStage stage : down) {
            h = stage.down(h, given, hook, skips);
        }
        h = mid.mid(h, given, hook);
        for (UNetStage stage : up) {
            h = stage.up(h, given, hook, skips);
        }
        return after(h, Blocks.call("conv_out", h, parameters.dict(), groups, eps));
    }
}
