package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import java.util.ArrayList;
import java.util.List;

/** From latents, after {@code post_quant_conv}, to frames. */
final class WanVaeDecoder implements WanVaeLayer {
    private final List<WanVaeLayer> layers = new ArrayList<>();

    WanVaeDecoder(Parameters p, WanVaeConfig config) {
        List<Long> widths = config.decoderWidths();
        int stages = widths.size() - 1;
        WanVaeEnds ends = new WanVaeEnds(p, config.zDim(), widths.get(0), widths.get(stages), config.outChannels());
        layers.add(ends.first());
        layers.add(new WanVaeMiddle(p.child("mid_block"), widths.get(0)));
        for (int i = 0; i < stages; i++) {
            boolean last = i == stages - 1;
            boolean time = !last && config.temporalUpsample(i);
            long out = widths.get(i + 1);
            Parameters own = p.child("up_blocks." + i);
            List<WanVaeLayer> stage = new ArrayList<>();
            for (int j = 0; j <= config.numResBlocks(); j++) {
                stage.add(
                        new WanVaeResidual(own.child("resnets." + j), j == 0 ? entering(widths, i, config) : out, out));
            }
            if (!last) {
                Parameters up = own.child(config.residual() ? "upsampler" : "upsamplers.0");
                stage.add(new WanVaeResample.Up(up, out, config.residual() ? out : out / 2, time));
            }
            boolean shortcut = config.residual() && !last;
            layers.addAll(shortcut ? List.of(WanVaeShortcut.up(stage, time ? 2 : 1)) : stage);
        }
        layers.add(ends.last());
    }

    /** In the older layout the convolution that enlarges also halves the width. */
    private static long entering(List<Long> widths, int stage, WanVaeConfig config) {
        return stage > 0 && !config.residual() ? widths.get(stage) / 2 : widths.get(stage);
    }

    @Override
    public NDArray forward(NDArray x, WanVaePast past) {
        return WanVaeLayer.chain(layers, x, past);
    }
}
