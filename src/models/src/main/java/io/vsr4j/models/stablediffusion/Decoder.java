package io.vsr4j.models.stablediffusion;

import static io.vsr4j.models.stablediffusion.Blocks.after;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import java.util.ArrayList;
import java.util.List;

/** From a latent, after {@code post_quant_conv}, to the picture. */
final class Decoder {
    private final Parameters parameters;
    private final VaeMidBlock mid;
    private final DecoderStages stages;

    Decoder(Parameters p, AutoencoderConfig c) {
        int width = c.widths().get(c.widths().size() - 1);
        parameters = p.conv("conv_in", c.latentChannels(), width, 3, 3);
        mid = new VaeMidBlock(p.child("mid_block"), width, c.groups(), c.attention());
        stages = new DecoderStages(p, c.widths(), c.layers() + 1, c.outChannels(), c.groups());
    }

    NDArray forward(NDArray latent, LayerHook hook) {
        NDArray h = middle(latent);
        return stages.forward(after(h, hook.after("mid_block", h)), hook);
    }

    List<Segment> segments() {
        List<Segment> all = new ArrayList<>();
        all.add(new Segment("mid_block", stack -> Blocks.replace(stack, this::middle)));
        all.addAll(stages.segments());
        return all;
    }

    private NDArray middle(NDArray latent) {
        NDArray h = Blocks.call("conv_in", latent, parameters.dict());
        return after(h, mid.forward(h));
    }
}
