package io.vsr4j.models.stablediffusion;

import static io.vsr4j.models.stablediffusion.Blocks.after;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Piece;
import java.util.ArrayList;
import java.util.List;

/** From a picture to the mean and log-variance of its latent, before {@code quant_conv}. */
final class Encoder {
    private final Parameters parameters;
    private final List<VaeStage> stages = new ArrayList<>();
    private final List<Resampler> halvings = new ArrayList<>();
    private final VaeMidBlock mid;
    private final int groups;

    Encoder(Parameters p, AutoencoderConfig c) {
        List<Integer> widths = c.widths();
        int last = widths.get(widths.size() - 1);
        p.conv("conv_in", c.inChannels(), widths.get(0), 3, 3);
        for (int i = 0; i < widths.size(); i++) {
            Parameters stage = p.child("down_blocks." + i);
            stages.add(new VaeStage(stage, widths.get(Math.max(i - 1, 0)), widths.get(i), c.layers(), c.groups()));
            if (i < widths.size() - 1) {
                halvings.add(new Resampler(stage.child("downsamplers.0"), widths.get(i)));
            }
        }
        mid = new VaeMidBlock(p.child("mid_block"), last, c.groups(), c.attention());
        p.norm("conv_norm_out", last).conv("conv_out", last, 2 * c.latentChannels(), 3, 3);
        parameters = p;
        groups = c.groups().of(last);
    }

    NDArray forward(NDArray image) {
        NDArray h = Blocks.call("conv_in", image, parameters.dict());
        for (int i = 0; i < stages.size(); i++) {
            int at = i;
            h = Piece.of(h, x -> stage(at, x));
        }
        h = after(h, mid.forward(h));
        return after(h, Blocks.call("conv_out", h, parameters.dict(), groups, VaeMidBlock.EPS));
    }

    /** Uses up x. */
    private NDArray stage(int i, NDArray x) {
        NDArray h = stages.get(i).forward(x);
        return i < halvings.size() ? after(h, halvings.get(i).vaeDown(h)) : h;
    }
}
