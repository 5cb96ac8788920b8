package io.vsr4j.models.stablediffusion;

import static io.vsr4j.models.stablediffusion.Blocks.after;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The layers of a UNet at one size. */
final class UNetStage {
    private enum Way {
        DOWN,
        MID,
        UP
    }

    private final Way way;
    private final String name;
    private final List<ResnetBlock> resnets = new ArrayList<>();
    private final List<SpatialTransformer> attentions = new ArrayList<>();
    private final Resampler resampler;

    private UNetStage(Way way, String name, Resampler resampler) {
        this.way = way;
        this.name = name;
        this.resampler = resampler;
    }

    private UNetStage resnet(Parameters p, int in, int out, UNetConfig c) {
        Parameters part = p.child("resnets." + resnets.size());
        resnets.add(new ResnetBlock(part, in, out, c.timeWidth(), c.groups(), c.eps()));
        return this;
    }

    private UNetStage attention(Parameters p, int width, int heads, UNetConfig c) {
        Parameters part = p.child("attentions." + attentions.size());
        attentions.add(new SpatialTransformer(part, width, heads, c.textWidth(), c.groups()));
        return this;
    }

    /** The i-th stage on the way down. All but the last halve the size. */
    static UNetStage down(Parameters unet, UNetConfig c, int i) {
        String name = "down_blocks." + i;
        Parameters p = unet.child(name);
        int width = c.widths().get(i);
        boolean last = i == c.widths().size() - 1;
        UNetStage stage = new UNetStage(Way.DOWN, name, last ? null : new Resampler(p.child("downsamplers.0"), width));
        for (int j = 0; j < c.layers(); j++) {
            stage.resnet(p, i > 0 && j == 0 ? c.widths().get(i - 1) : width, width, c);
            if (c.downAttention().get(i)) {
                stage.attention(p, width, c.heads().get(i), c);
            }
        }
        return stage;
    }

    /** ResNet block, transformer, ResNet block. */
    static UNetStage mid(Parameters unet, UNetConfig c) {
        Parameters p = unet.child("mid_block");
        int last = c.widths().size() - 1;
        int width = c.widths().get(last);
        return new UNetStage(Way.MID, "mid_block", null)
                .resnet(p, width, width, c)
                .attention(p, width, c.heads().get(last), c)
                .resnet(p, width, width, c);
    }

    /** The i-th stage on the way up. Each layer sees one skip besides; all stages but the last double the size. */
    static UNetStage up(Parameters unet, UNetConfig c, int i) {
        String name = "up_blocks." + i;
        Parameters p = unet.child(name);
        int level = c.widths().size() - 1 - i;
        int width = c.widths().get(level);
        int before = i == 0 ? width : c.widths().get(level + 1);
        UNetStage stage =
                new UNetStage(Way.UP, name, level == 0 ? null : new Resampler(p.child("upsamplers.0"), width));
        for (int j = 0; j <= c.layers(); j++) {
            // The last skip of a stage was made before the stage's own width was reached.
            int skip = j < c.layers() ? width : c.widths().get(Math.max(level - 1, 0));
            stage.resnet(p, (j == 0 ? before : width) + skip, width, c);
            if (c.upAttention().get(i)) {
                stage.attention(p, width, c.heads().get(level), c);
            }
        }
        return stage;
    }

    String name() {
        return name;
    }

    /**
     * Works on a stack: on top lies what is worked on, below the skips that wait. On the way down a stage's result is a skip
     * too, and so is what it was given, which stays where it is.
     */
    void run(Deque<NDArray> stack, Condition given, LayerHook hook) {
        switch (way) {
            case DOWN -> down(given, hook, stack);
            case MID -> stack.push(mid(stack.peek(), given, hook));
            case UP -> stack.push(up(stack.pop(), given, hook, stack));
        }
    }

    /** Pushes the result of every layer, and of the resampling if there is one. */
    private void down(Condition given, LayerHook hook, Deque<NDArray> skips) {
        NDArray h = skips.peek();
        for (int j = 0; j < resnets.size(); j++) {
            NDArray y = resnet(j, h, given, hook);
            h = j < attentions.size() ? after(y, attention(j, y, given, hook)) : y;
            if (j == resnets.size() - 1 && resampler == null) {
                h = hooked(hook, name, h);
            }
            skips.push(h);
        }
        if (resampler != null) {
            h = hooked(hook, name, resampler.down(h));
            skips.push(h);
        }
    }

    /** Leaves x to the caller, who has it as a skip too. */
    private NDArray mid(NDArray x, Condition given, LayerHook hook) {
        NDArray h = resnet(0, x, given, hook);
        h = after(h, attention(0, h, given, hook));
        h = after(h, resnet(1, h, given, hook));
        return hooked(hook, name, h);
    }

    /** Uses up x and one skip for each layer. */
    private NDArray up(NDArray x, Condition given, LayerHook hook, Deque<NDArray> skips) {
        NDArray h = x;
        for (int j = 0; j < resnets.size(); j++) {
            try (NDArray skip = skips.pop()) {
                h = after(h, h.concat(skip, 1));
            }
            h = after(h, resnet(j, h, given, hook));
            if (j < attentions.size()) {
                h = after(h, attention(j, h, given, hook));
            }
        }
        if (resampler != null) {
            // Not simply twice the size: where a side was odd on the way down, the skip tells.
            var size = skips.peek().getShape();
            h = after(h, resampler.up(h, size.get(2), size.get(3)));
        }
        return hooked(hook, name, h);
    }

    private NDArray resnet(int j, NDArray x, Condition given, LayerHook hook) {
        return hooked(hook, name + ".resnets." + j, resnets.get(j).forward(x, given.time()));
    }

    private NDArray attention(int j, NDArray x, Condition given, LayerHook hook) {
        return hooked(hook, name + ".attentions." + j, attentions.get(j).forward(x, given.text()));
    }

    private static NDArray hooked(LayerHook hook, String site, NDArray x) {
        return after(x, hook.after(site, x));
    }
}
